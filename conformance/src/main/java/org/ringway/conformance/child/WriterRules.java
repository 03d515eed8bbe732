// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;

/// What the child itself writes into a ring, byte by byte.
final class WriterRules {
    private static final int REQUESTS = 100;
    private static final int TRAILER_SHIFT = 32;
    private static final int LARGEST = 3000;
    private static final int TIMES_AROUND = 3;
    private static final long SEED = 7;

    private WriterRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("K1", "a trailer says where its record began, shifted left by 32",
                        WriterRules::trailers),
                Check.of("K2", "a packet has its type, payload offset 2, the flags and the id that"
                        + " it should", WriterRules::descriptors),
                Check.of("K3", "a packet that wants a completion gets one, once, with its id; one"
                        + " that does not gets none", WriterRules::completions),
                Check.of("K4", "payloads come whole and in order, across the end of the ring too",
                        WriterRules::aroundTheRing),
                Check.of("P21", "padding is zero, whatever lay there before",
                        WriterRules::padding),
                Check.of("K5", "a request of the child's own takes its completion once",
                        WriterRules::ownRequests));
    }

    private static int aRound(Peer peer, int record) {
        return peer.in.size() / record + 2;
    }

    private static String trailers(Stage stage) {
        Peer peer = stage.channel();
        int packets = aRound(peer, 1024);
        for (int i = 0; i < packets; i++) {
            Packet packet = i % 2 == 0 ? peer.echo(1000) : peer.complete(1000);
            long expected = (long) packet.position() << TRAILER_SHIFT;
            Broken.unless(packet.trailer() == expected, "expected "
                    + HexFormat.of().toHexDigits(expected) + " behind the record at "
                    + packet.position() + ", found "
                    + HexFormat.of().toHexDigits(packet.trailer()));
        }
        return packets + " packets, around the ring";
    }

    private static String descriptors(Stage stage) {
        Peer peer = stage.channel();
        for (int bytes = 16; bytes <= 48; bytes++) {
            expect(peer.echo(bytes), Packet.IN_BAND, 0, bytes);
            expect(peer.complete(bytes), Packet.COMPLETION, 0, bytes);
        }
        return "66 packets of 16 to 48 bytes";
    }

    private static void expect(Packet packet, int type, int flags, int bytes) {
        Broken.unless(packet.type() == type && packet.offset() == Packet.DESCRIPTOR
                && packet.flags() == flags
                && packet.length() == Packet.DESCRIPTOR + (bytes + 7) / 8 * 8,
                "expected type=" + type + " offset=16 length="
                        + (Packet.DESCRIPTOR + (bytes + 7) / 8 * 8) + " flags=" + flags
                        + ", got " + packet);
    }

    private static String completions(Stage stage) {
        Peer peer = stage.channel();
        Map<Long, Integer> seen = new HashMap<>();
        long first = peer.newTag();
        long last = first;
        for (int i = 0; i < REQUESTS; i++) {
            last = peer.newTag();
            peer.send(Packet.inBand(i % 2, last, Packet.command(Task.ECHO, 16, last, 16)));
            for (Packet packet = peer.look(); packet != null; packet = peer.look()) {
                count(peer, packet, seen);
            }
        }
        long end = peer.newTag();
        peer.send(Packet.inBand(0, 0, Packet.command(Task.ECHO, 16, end, 16)));
        for (Packet packet = peer.next("the last packet"); packet.tag() != end
                || packet.type() != Packet.IN_BAND; packet = peer.next("the last packet")) {
            count(packet, seen);
        }
        for (long id = first + 1; id <= last; id++) {
            int wanted = (int) ((id - first - 1) % 2);
            int found = seen.getOrDefault(id, 0);
            Broken.unless(found == wanted, "expected " + wanted + " completions of packet " + id
                    + ", got " + found);
        }
        return REQUESTS / 2 + " completions for " + REQUESTS / 2 + " packets that wanted one, none"
                + " for as many others";
    }

    private static void count(Peer peer, Packet packet, Map<Long, Integer> seen) {
        peer.release(packet);
        count(packet, seen);
    }

    private static void count(Packet packet, Map<Long, Integer> seen) {
        if (packet.type() == Packet.COMPLETION) {
            seen.merge(packet.id(), 1, Integer::sum);
        }
    }

    private static String aroundTheRing(Stage stage) {
        Peer peer = stage.channel();
        Random random = new Random(SEED);
        long total = 0;
        int packets = 0;
        while (total < (long) TIMES_AROUND * peer.in.size()) {
            int bytes = 16 + random.nextInt(LARGEST);
            Packet packet = peer.echo(bytes);
            byte[] expected = Packet.command(Task.ECHO, bytes, packet.tag(), bytes);
            byte[] found = Arrays.copyOf(packet.payload(), bytes);
            Broken.unless(Arrays.equals(expected, found), "packet of " + bytes + " bytes at "
                    + packet.position() + " differs from byte "
                    + Arrays.mismatch(expected, found) + " on");
            total += packet.bytes().length;
            packets++;
            if (packets % REQUESTS == 0) {
                stage.patience().renew();
            }
        }
        return packets + " packets, " + total + " bytes in a ring of " + peer.in.size();
    }

    private static String padding(Stage stage) {
        Peer peer = stage.channel();
        byte[] ones = new byte[1000];
        Arrays.fill(ones, (byte) -1);
        for (int i = aRound(peer, 1024); i > 0; i--) {
            long tag = peer.newTag();
            byte[] payload = Packet.command(Task.ECHO, ones.length, tag, ones.length);
            System.arraycopy(ones, 0, payload, Packet.COMMAND, ones.length - Packet.COMMAND);
            peer.send(Packet.inBand(0, 0, payload));
            peer.answer(tag);
        }
        int packets = 0;
        for (int bytes = 17; bytes < 48; bytes++) {
            long tag = peer.newTag();
            byte[] payload = Packet.command(Task.ECHO, bytes, tag, 64);
            System.arraycopy(ones, 0, payload, Packet.COMMAND, 64 - Packet.COMMAND);
            peer.send(Packet.inBand(0, 0, payload));
            byte[] found = peer.answer(tag).payload();
            for (int at = bytes; at < found.length; at++) {
                Broken.unless(found[at] == 0, "byte " + at + " behind a payload of " + bytes
                        + " is 0x" + HexFormat.of().toHexDigits(found[at]));
            }
            packets++;
        }
        return packets + " payloads of 17 to 47 bytes";
    }

    private static String ownRequests(Stage stage) {
        Peer peer = stage.channel();
        for (int i = 0; i < REQUESTS; i++) {
            Packet asked = PacketRules.ask(peer, peer.newTag());
            expect(asked, Packet.IN_BAND, Packet.WANTS_COMPLETION, 64);
            long tag = peer.newTag();
            byte[] completion = Packet.of(Packet.COMPLETION, 0, asked.id(), new byte[0],
                    Packet.command(Task.ECHO, 64, tag, 64));
            peer.send(completion);
            expect(peer.answer(tag), Packet.IN_BAND, 0, 64);
            peer.send(completion);
            long end = peer.newTag();
            peer.send(Packet.inBand(0, 0, Packet.command(Task.ECHO, 16, end, 16)));
            for (Packet next = peer.next("an echo"); next.tag() != end;
                    next = peer.next("an echo")) {
                Broken.unless(next.tag() != tag, "the child took a completion twice: " + asked);
            }
        }
        return REQUESTS + " requests, " + 2 * REQUESTS + " completions, each second one ignored";
    }
}
