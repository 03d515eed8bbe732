// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.NotTried;

/// Packets that break a rule, as a hostile peer writes them: they end their channel and no more.
final class PacketRules {
    private static final int[] UNKNOWN_TYPES = {0, 1, 4, 5, 8, 10, 12, 13, 14, 255};
    private static final long ONE_RANGE = 1L << 32;
    private static final long NOBODY_GRANTED = 0x7_7777;

    private PacketRules() {}

    static List<Check<Stage>> all() {
        return Stream.of(descriptors(), ranges(), answers()).flatMap(List::stream).toList();
    }

    private static List<Check<Stage>> descriptors() {
        return List.of(
                ends("P1", "fewer bytes than a descriptor and a trailer: the channel ends",
                        visible(Packet.raw(6, 2, 2, 0, 0, 16), 8),
                        visible(Packet.raw(6, 2, 2, 0, 0, 16), 16)),
                ends("P2", "a packet shorter than itself, or than its head: the channel ends",
                        visible(Packet.raw(6, 4, 3, 0, 0, 64), 64),
                        visible(Packet.raw(6, 2, 1, 0, 0, 64), 64),
                        visible(Packet.raw(6, 0, 0, 0, 0, 64), 64)),
                ends("P3", "a payload inside the descriptor: the channel ends",
                        visible(Packet.raw(6, 1, 3, 0, 0, 64), 64),
                        visible(Packet.raw(6, 0, 3, 0, 0, 64), 64)),
                ends("P4", "a packet longer than what is in the ring: the channel ends",
                        visible(Packet.raw(6, 2, 9, 0, 0, 64), 64),
                        visible(Packet.raw(6, 2, 0xFFFF, 0, 0, 64), 64)),
                ends("P5", "a packet whose trailer is not there: the channel ends",
                        visible(Packet.raw(6, 2, 8, 0, 0, 64), 64)),
                ends("P6", "unknown flags: the channel ends",
                        visible(Packet.raw(6, 2, 3, 2, 0, 32), 32),
                        visible(Packet.raw(6, 2, 3, 0x8000, 0, 32), 32)),
                Check.of("P7", "unknown types: the channel ends", PacketRules::unknownTypes));
    }

    private static List<Check<Stage>> ranges() {
        return List.of(
                ends("P8", "a head too short for its ranges: the channel ends",
                        visible(Packet.raw(9, 2, 3, 1, 0, 32), 32),
                        whole(Packet.direct(1, new byte[8], ONE_RANGE, 8))),
                ends("P9", "no range at all: the channel ends",
                        whole(Packet.direct(1, new byte[8], 0, 8, 9))),
                ends("P10", "ranges that are empty, overflow or do not fit: the channel ends",
                        whole(Packet.direct(1, new byte[8], ONE_RANGE, 0, 9)),
                        whole(Packet.direct(1, new byte[8], ONE_RANGE, 8 | 4096L << 32, 9)),
                        whole(Packet.direct(1, new byte[8], ONE_RANGE, 0xFFFF_FFF0L, 9)),
                        whole(Packet.direct(1, new byte[8], ONE_RANGE, 8192, 9)),
                        whole(Packet.direct(1, new byte[8], 2 * ONE_RANGE, 8, 9))),
                ends("P11", "a count whose product overflows: the channel ends",
                        whole(Packet.direct(1, new byte[8], 0xFFFF_FFFFL << 32, 8, 9)),
                        whole(Packet.direct(1, new byte[8], 0x1000_0001L << 32, 8, 9))),
                Check.of("P12", "pages that were never granted are refused, whether or not that"
                        + " ends the channel", stage -> refusesOrEnds(stage, stage.channel(),
                                Packet.direct(1, new byte[8], ONE_RANGE, 8, NOBODY_GRANTED))),
                ends("P13", "an unknown set of transfer pages: the channel ends",
                        whole(Packet.of(Packet.TRANSFER, 1, 1,
                                words(0x1_0077, 1, 8, 0), new byte[8]))));
    }

    private static List<Check<Stage>> answers() {
        return List.of(
                Check.unseen("P14", "every number is read once",
                        "what a program reads is seen by its own tests only"),
                Check.unseen("P15", "a payload larger than the buffer for it is refused",
                        "the program chooses its buffers"),
                Check.unseen("P16", "the header of a pipe", "the channel is no pipe"),
                Check.of("P17", "a completion of nothing is ignored",
                        PacketRules::strayCompletions),
                Check.of("P19", "a request that is never completed ends with the channel",
                        PacketRules::neverCompleted),
                Check.unseen("P20", "a packet that cannot be described is refused",
                        "the program sends what it is told to"));
    }

    private static byte[] words(int... values) {
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i / 4] >>> 8 * (i % 4));
        }
        return bytes;
    }

    private static Consumer<Peer> visible(byte[] packet, int bytes) {
        return peer -> peer.sendFragment(packet, bytes);
    }

    private static Consumer<Peer> whole(byte[] packet) {
        return peer -> peer.send(packet);
    }

    @SafeVarargs
    private static Check<Stage> ends(String id, String promise, Consumer<Peer>... ways) {
        return Check.of(id, promise, stage -> {
            for (Consumer<Peer> way : ways) {
                endsTheChannel(stage, way);
            }
            return ways.length + " of " + ways.length + " channels ended, and the next one opened";
        });
    }

    private static String unknownTypes(Stage stage) {
        for (int type : UNKNOWN_TYPES) {
            try {
                endsTheChannel(stage, visible(Packet.raw(type, 2, 3, 0, 0, 32), 32));
            } catch (Broken broken) {
                throw new Broken("type " + type + ": " + broken.getMessage());
            }
        }
        return UNKNOWN_TYPES.length + " types ended their channels";
    }

    /// Does something to a channel that works, and expects that this one ends, and no other.
    static void endsTheChannel(Stage stage, Consumer<Peer> hostility) {
        Peer peer = stage.channel();
        peer.echo(64);
        hostility.accept(peer);
        expectEnd(stage, peer);
        stage.channel().echo(64);
        stage.endsChannel();
        stage.patience().renew();
    }

    private static void expectEnd(Stage stage, Peer peer) {
        stage.joined().awaitEnd(peer);
        stage.isEnded();
    }

    /// Sends a packet that a child may refuse in any way, and sees that it is still well.
    static String refusesOrEnds(Stage stage, Peer peer, byte[] packet) {
        peer.send(packet);
        long tag = peer.newTag();
        peer.send(Packet.inBand(0, 0, Packet.command(Task.ECHO, 64, tag, 64)));
        boolean ends = stage.patience().await("an echo, or the end of the channel", () -> {
            Packet found = peer.life().isClosed(peer) ? null : peer.look();
            if (found != null) {
                peer.release(found);
                return found.tag() == tag ? Boolean.FALSE : null;
            }
            peer.life().mustBeThere("an echo, or CloseChannel");
            return peer.life().isClosed(peer) ? Boolean.TRUE : null;
        });
        if (ends) {
            expectEnd(stage, peer);
            stage.channel().echo(64);
            return "the channel ended, and the next one opened";
        }
        return "refused, and the channel goes on";
    }

    private static String strayCompletions(Stage stage) {
        Peer peer = stage.channel();
        long[] ids = {0, 1, 2, 1024, 0xFFFF, 0x1_0001, -1};
        for (long id : ids) {
            peer.send(Packet.of(Packet.COMPLETION, 0, id, new byte[0], new byte[16]));
        }
        peer.echo(64);
        return ids.length + " completions, then an echo";
    }

    /// Asks for a request of the child's own.
    static Packet ask(Peer peer, long tag) {
        peer.send(Packet.inBand(0, 0, Packet.command(Task.ASK, 64, tag, 64)));
        Packet asked = peer.answer(tag);
        if (asked.flags() == 0) {
            throw new NotTried("the program does not ask");
        }
        return asked;
    }

    private static String neverCompleted(Stage stage) {
        Peer peer = stage.channel();
        ask(peer, peer.newTag());
        stage.endsChannel();
        stage.channel().echo(64);
        return "the child closed the channel under its request, and opened the next one";
    }
}
