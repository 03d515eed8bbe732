// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.NotTried;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.wire.Status;

/// Pages that each side lends to the other.
final class GrantRules {
    private static final int PAGES = 3;
    private static final int PAGE = Platform.PAGE_BYTES;
    private static final int LENT_PAGES = 2;
    private static final int LENT_MODULUS = 251;

    /// A grant of ours.
    private record Grant(GpadlId gpadl, long pfn, Mapping memory) {}

    private GrantRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("X1", "pages that are granted on an open channel are mapped, and a packet"
                        + " that names them is worked on", stage -> lends(stage, false)),
                Check.of("X2", "so are pages that are sealed read-only",
                        stage -> lends(stage, true)),
                Check.of("X3", "PeerTeardown is answered by PeerTorndown, and the pages are not"
                        + " looked at any more", GrantRules::takenBack),
                Check.of("R10", "memory that is no memory, or less than was said, is refused, and"
                        + " the channel goes on", GrantRules::noMemory),
                Check.of("X4", "what the child lends is a sealed region, announced and granted"
                        + " before the packet, and left alone until the completion",
                        GrantRules::childLends));
    }

    private static Status asks(Stage stage, Peer peer, GpadlId gpadl, boolean readOnly,
            PeerRun run, Handle region) {
        Life life = peer.life();
        life.say(new PeerGpadl(peer.relId, gpadl, readOnly, true, List.of(run)), region);
        return life.await(PeerGpadlResult.class, result -> result.relId().equals(peer.relId)
                && result.gpadl().equals(gpadl)).status();
    }

    private static Grant grant(Stage stage, Peer peer, boolean readOnly) {
        Channels channels = stage.joined();
        GpadlId gpadl = channels.newGpadl();
        long pfn = channels.newPfn(PAGES);
        try (Handle region = stage.platform().allocate(PAGES).getFirst()) {
            Mapping memory = stage.platform().map(
                    List.of(new PageRun(region, 0, PAGES)), Access.READ_WRITE);
            if (readOnly) {
                stage.platform().sealReadOnly(region);
            }
            Status status = asks(
                    stage, peer, gpadl, readOnly, new PeerRun(pfn, 0, PAGES, 0), region);
            Broken.unless(status.isOk(), "the child refused a grant: " + status);
            return new Grant(gpadl, pfn, memory);
        }
    }

    private static void takeBack(Peer peer, Grant grant) {
        peer.life().say(new PeerTeardown(peer.relId, grant.gpadl()));
        peer.life().await(PeerTorndown.class,
                new PeerTorndown(peer.relId, grant.gpadl())::equals);
        grant.memory().close();
    }

    /// A grant and its end: whatever was said before has been heard by then.
    static void roundTrip(Stage stage, Peer peer) {
        takeBack(peer, grant(stage, peer, false));
    }

    private static long[] range(Grant grant, long bytes, long offset, int firstPage, int pages) {
        long[] list = new long[2 + pages];
        list[0] = 1L << 32;
        list[1] = bytes | offset << 32;
        for (int page = 0; page < pages; page++) {
            list[2 + page] = grant.pfn() + firstPage + page;
        }
        return list;
    }

    private static String lends(Stage stage, boolean readOnly) {
        Peer peer = stage.channel();
        Grant grant = grant(stage, peer, readOnly);
        MemorySegment bytes = grant.memory().bytes();
        for (long at = 0; at < bytes.byteSize(); at++) {
            bytes.set(ValueLayout.JAVA_BYTE, at, (byte) (at * 31 + 5));
        }
        int offset = 100;
        int count = PAGE + 500;
        for (int first = 0; first < 2; first++) {
            long start = (long) first * PAGE + offset;
            long sum = 0;
            for (long at = start; at < start + count; at++) {
                sum += Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at));
            }
            expectSum(peer, range(grant, count, offset, first, 2), sum);
        }
        takeBack(peer, grant);
        peer.echo(64);
        return PAGES + " pages, " + count + " bytes of them summed up right, 2 times";
    }

    private static void expectSum(Peer peer, long[] list, long sum) {
        long id = peer.newTag();
        peer.send(Packet.direct(id, new byte[8], list));
        byte[] answer = peer.completion(id).payload();
        long said = answer.length < 8 ? -1 : MemorySegment.ofArray(answer)
                .get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        Broken.unless(said == sum, "expected the sum " + sum + " of the lent bytes, got " + said);
    }

    private static String takenBack(Stage stage) {
        Peer peer = stage.channel();
        Grant grant = grant(stage, peer, false);
        grant.memory().bytes().fill((byte) 9);
        expectSum(peer, range(grant, 8, 0, 0, 1), 72);
        takeBack(peer, grant);
        return PacketRules.refusesOrEnds(stage, peer,
                Packet.direct(peer.newTag(), new byte[8], range(grant, 8, 0, 0, 1)));
    }

    private static String noMemory(Stage stage) {
        Peer peer = stage.channel();
        Channels channels = stage.joined();
        DoorbellPair noRegion = stage.platform().doorbellPair();
        expectRefusal(asks(stage, peer, channels.newGpadl(), false,
                new PeerRun(channels.newPfn(1), 0, 1, 0), noRegion.first()), "a socket");
        noRegion.first().close();
        noRegion.second().close();
        try (Handle region = stage.platform().allocate(2).getFirst()) {
            expectRefusal(asks(stage, peer, channels.newGpadl(), false,
                    new PeerRun(channels.newPfn(3), 0, 3, 0), region), "3 pages of 2");
            expectRefusal(asks(stage, peer, channels.newGpadl(), false,
                    new PeerRun(channels.newPfn(1), 2, 1, 0), region), "the third page of 2");
            stage.platform().sealReadOnly(region);
            expectRefusal(asks(stage, peer, channels.newGpadl(), false,
                    new PeerRun(channels.newPfn(2), 0, 2, 0), region), "sealed pages as writable");
        }
        roundTrip(stage, peer);
        peer.echo(64);
        return "4 refused, then a grant and an echo";
    }

    private static void expectRefusal(Status status, String what) {
        Broken.unless(!status.isOk(), "the child took " + what);
    }

    private static String childLends(Stage stage) {
        Peer peer = stage.channel();
        long tag = peer.newTag();
        peer.send(Packet.inBand(0, 0, Packet.command(Task.LEND, 64, tag, 64)));
        Packet lent = peer.answer(tag);
        if (lent.type() != Packet.DIRECT) {
            throw new NotTried("the program does not lend");
        }
        Broken.unless(lent.flags() == Packet.WANTS_COMPLETION, "wants no completion: " + lent);
        MemorySegment list = MemorySegment.ofArray(lent.head());
        long pfn = list.get(ValueLayout.JAVA_LONG_UNALIGNED, 16);
        int bytes = list.get(ValueLayout.JAVA_INT_UNALIGNED, 8);
        OwnPages pages = peer.life().memory().region(pfn);
        Broken.unless(list.get(ValueLayout.JAVA_INT_UNALIGNED, 4) == 1
                && bytes == LENT_PAGES * PAGE && lent.head().length == 16 + 8 * LENT_PAGES,
                "expected one range of " + LENT_PAGES + " pages, got ranges="
                        + list.get(ValueLayout.JAVA_INT_UNALIGNED, 4) + " bytes=" + bytes);
        Broken.unless(peer.life().memory().isGranted(peer.relId, pfn),
                "page " + pfn + " is not granted");
        look(stage, pages);
        peer.send(Packet.of(Packet.COMPLETION, 0, lent.id(), new byte[0], Packet.command(
                Task.ECHO, 64, tag, 64)));
        peer.answer(tag);
        peer.echo(64);
        return LENT_PAGES + " pages from " + pfn + ", completed, then an echo";
    }

    private static void look(Stage stage, OwnPages pages) {
        try {
            RegionFacts facts = stage.platform().inspect(pages.region());
            Broken.unless(facts.pages() == pages.pages() && (facts.access() == Access.READ_ONLY)
                    == pages.readOnly(), "announced as " + pages + ", found " + facts);
            try (Mapping memory = stage.platform().map(List.of(
                    new PageRun(pages.region(), 0, LENT_PAGES)), Access.READ_ONLY)) {
                for (int at = 0; at < LENT_PAGES * PAGE; at++) {
                    int found = Byte.toUnsignedInt(
                            memory.bytes().get(ValueLayout.JAVA_BYTE, at));
                    Broken.unless(found == at % LENT_MODULUS, "byte " + at + " is " + found
                            + ", expected " + at % LENT_MODULUS);
                }
            }
        } catch (PlatformException unfit) {
            throw new Broken("what was lent is no region: " + unfit.getMessage());
        }
    }
}
