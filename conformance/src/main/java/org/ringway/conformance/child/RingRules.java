// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.NotTried;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.wire.RelId;

/// Control pages as a hostile peer writes them.
final class RingRules {
    private static final int ECHOES = 100;
    private static final int STORM = 3000;
    private static final int KILOBYTE = 1024;

    /// A provider has none of its own.
    private static final GpadlId NOT_ITS_RING = new GpadlId(0);

    private RingRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("I3", "the child stores feature bits 1 and wish 0 in the ring it writes,"
                        + " and leaves the rest of the page zero", RingRules::controlPages),
                Check.of("R1", "an index outside the ring ends the channel",
                        RingRules::indicesOutside),
                Check.of("R2", "so does one that is no multiple of 8", stage -> {
                    PacketRules.endsTheChannel(stage, peer -> publish(peer, peer.writeAt() + 4));
                    PacketRules.endsTheChannel(stage, peer -> floods(peer, 4));
                    return "write index + 4 and read index 4 ended their channels";
                }),
                Check.of("R3", "a write index that moves back ends the channel, or yields bytes"
                        + " that are checked as any", RingRules::movesBack),
                Check.of("R4", "what others write into the child's own indices is stored over",
                        RingRules::ownIndices),
                Check.of("R5", "a mask that others change hides no packet", RingRules::masks),
                Check.of("R6", "an impossible wish for room makes no storm of signals",
                        RingRules::impossibleWishes),
                Check.unseen("R7", "feature bits are looked at once",
                        "what a program reads is seen by its own tests only"),
                Check.of("R8", "rings that have no two pages each way are refused, and the id is"
                        + " released", RingRules::impossibleRings),
                Check.of("R9", "rings that share pages harm their channel at most",
                        RingRules::sharedPages),
                Check.of("R11", "a storm of signals stops no packet", RingRules::storm));
    }

    private static String controlPages(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        int features = peer.in.word(RawRing.FEATURES);
        int wish = peer.in.word(RawRing.WISH);
        Broken.unless(features == 1 && wish == 0, "expected feature bits 1 and wish 0, found "
                + features + " and " + wish);
        for (int at = 16; at < Platform.PAGE_BYTES; at += 4) {
            for (RawRing ring : List.of(peer.in, peer.out)) {
                Broken.unless(at == RawRing.FEATURES || ring.word(at) == 0,
                        "byte " + at + " of a control page is not 0: " + ring.word(at));
            }
        }
        return "1, 0, and zeros";
    }

    private static void publish(Peer peer, int writeIndex) {
        peer.out.word(RawRing.WRITE_INDEX, writeIndex);
        peer.bell.signal();
    }

    /// Has the child write until it must look at a read index.
    private static void floods(Peer peer, int readIndex) {
        byte[] packet = Packet.inBand(0, 0, Packet.command(Task.ECHO, KILOBYTE, 0, KILOBYTE));
        peer.in.word(RawRing.READ_INDEX, readIndex);
        peer.life().patience().until("the end of the channel", () -> {
            if (!peer.life().isClosed(peer) && peer.hasRoom(packet.length)) {
                peer.send(packet);
            }
            peer.life().mustBeThere("CloseChannel");
            return peer.life().isClosed(peer);
        });
    }

    private static String indicesOutside(Stage stage) {
        PacketRules.endsTheChannel(stage, peer -> publish(peer, peer.out.size()));
        PacketRules.endsTheChannel(stage, peer -> publish(peer, 0xFFFF_FFF8));
        PacketRules.endsTheChannel(stage, peer -> floods(peer, peer.in.size() + 8));
        return "write index size and 2^32 - 8, read index size + 8 ended their channels";
    }

    private static String movesBack(Stage stage) {
        Peer peer = stage.channel();
        for (int i = 0; i < 5; i++) {
            peer.echo(64);
        }
        publish(peer, peer.writeAt() - 24);
        return PacketRules.refusesOrEnds(stage, peer, Packet.inBand(0, 0, new byte[16]));
    }

    private static String ownIndices(Stage stage) {
        Peer peer = stage.channel();
        for (int i = 0; i < ECHOES; i++) {
            peer.echo(64);
            int written = peer.in.word(RawRing.WRITE_INDEX);
            peer.in.word(RawRing.WRITE_INDEX, (written + 4096) % peer.in.size());
            peer.out.word(RawRing.READ_INDEX,
                    peer.out.advance(peer.writeAt(), peer.out.size() / 2));
            long tag = peer.newTag();
            peer.write(Packet.inBand(0, 0, Packet.command(Task.ECHO, 64, tag, 64)));
            peer.publish();
            peer.bell.signal();
            int expected = peer.in.advance(written, 64 + 24);
            peer.life().patience().until("write index " + expected
                    + ", stored over what is there", () -> {
                        peer.life().mustBeOpen(peer, "an echo");
                        return peer.in.word(RawRing.WRITE_INDEX) == expected;
                    });
            peer.life().patience().until("read index " + peer.writeAt()
                    + ", stored over what is there", () ->
                    peer.out.word(RawRing.READ_INDEX) == peer.writeAt());
            peer.answer(tag);
        }
        return ECHOES + " times";
    }

    private static String masks(Stage stage) {
        Peer peer = stage.channel();
        for (int i = 0; i < ECHOES; i++) {
            peer.out.word(RawRing.MASK, i % 3 == 0 ? 1 : i % 3 == 1 ? 0 : -1);
            peer.echo(64);
        }
        return ECHOES + " echoes with masks 1, 0 and 2^32 - 1";
    }

    private static String impossibleWishes(Stage stage) {
        Peer peer = stage.channel();
        int without = signals(peer, 0);
        for (int wish : new int[] {peer.out.size(), -1, 7, 0x8000_0000}) {
            int with = signals(peer, wish);
            Broken.unless(with <= without + 1, "expected no signal for a wish of "
                    + Integer.toUnsignedLong(wish) + " bytes, got " + with + " for " + ECHOES
                    + " packets, and " + without + " without a wish");
        }
        return "no signal for 4 wishes";
    }

    /// {@return how many signals come with some packets, and with a wish}
    private static int signals(Peer peer, int wish) {
        int signals = 0;
        peer.out.word(RawRing.WISH, wish);
        for (int i = 0; i < ECHOES; i++) {
            peer.echo(64);
            signals += peer.bell.poll() == Wake.SIGNALED ? 1 : 0;
        }
        peer.out.word(RawRing.WISH, 0);
        return signals;
    }

    private static void mustProvide(Stage stage) {
        if (!stage.isProvider()) {
            throw new NotTried("a consumer makes the rings itself");
        }
    }

    private static String impossibleRings(Stage stage) {
        mustProvide(stage);
        int[] offsets = {0, 1, 9, 10, 11, -1};
        for (int offset : offsets) {
            RelId relId = stage.joined().newId();
            Channels.Answer answer = asks(stage, relId, false, offset);
            Broken.unless(!answer.open().isOk(), "the child took a ring of 10 pages with its second"
                    + " ring at page " + offset);
            stage.joined().awaitRelease(relId, NOT_ITS_RING);
            Broken.unless(stage.joined().life().find(CloseChannel.class,
                    new CloseChannel(relId)::equals) == null,
                    "CloseChannel after a refused PeerOpenResult");
        }
        stage.channel().echo(64);
        return offsets.length + " refused and released, without CloseChannel";
    }

    private static Channels.Answer asks(Stage stage, RelId relId, boolean twice, int downstream) {
        int pages = Channels.RING_PAGES;
        Channels channels = stage.joined();
        List<PeerRun> runs = twice
                ? List.of(new PeerRun(channels.newPfn(pages), 0, pages, 0),
                        new PeerRun(channels.newPfn(pages), 0, pages, 0))
                : List.of(new PeerRun(channels.newPfn(2 * pages), 0, 2 * pages, 0));
        DoorbellPair bell = stage.platform().doorbellPair();
        try (Handle region = stage.platform().allocate(2L * pages).getFirst();
                Handle _ = bell.first(); Handle theirs = bell.second()) {
            return channels.asks(
                    relId, channels.newGpadl(), runs, region, downstream, theirs);
        }
    }

    /// The child's own words are the other ring's words: it may see corruption, and must not fall.
    private static String sharedPages(Stage stage) {
        mustProvide(stage);
        RelId relId = stage.joined().newId();
        Channels.Answer answer = asks(stage, relId, true, Channels.RING_PAGES);
        // The other end of the doorbell is gone by now, so that the channel ends in any case.
        if (answer.open().isOk()) {
            stage.joined().life().await(CloseChannel.class, new CloseChannel(relId)::equals);
        }
        stage.joined().awaitRelease(relId, NOT_ITS_RING);
        stage.channel().echo(64);
        return answer.open().isOk() ? "taken, ended, and the next one opened"
                : "refused with " + answer.open();
    }

    private static String storm(Stage stage) {
        Peer peer = stage.channel();
        for (int i = 1; i <= 10 * STORM; i++) {
            peer.bell.signal();
            if (i % STORM == 0) {
                peer.echo(64);
            }
        }
        return 10 * STORM + " signals, 10 echoes";
    }
}
