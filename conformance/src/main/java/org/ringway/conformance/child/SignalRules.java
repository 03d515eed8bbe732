// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.NotTried;
import org.ringway.platform.Doorbell.Wake;

/// When the child signals, and when it wakes.
final class SignalRules {
    private static final int ECHOES = 200;
    private static final int BATCH = 20;
    private static final int ROUNDS = 5000;
    private static final int LEAST_ROUNDS = 100;
    private static final int MOST_PAUSE_NANOS = 80_000;
    private static final long SEED = 5;
    private static final int KILOBYTE = 1024;

    private SignalRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("S1", "a packet into an empty ring whose mask is 0 is signalled",
                        SignalRules::emptyRing),
                Check.of("S2", "nothing is signalled while the mask is set and nobody wishes for"
                        + " room", SignalRules::masked),
                Check.of("S3", "a packet into a ring that is not empty is not signalled",
                        SignalRules::notEmpty),
                Check.of("S4", "no wake-up is lost: the child sees every packet, signalled or not"
                        + " because it was awake", SignalRules::wakes),
                Check.of("S5", "a wish for room is signalled when it comes true",
                        SignalRules::wish),
                Check.of("S6", "the child writes over nothing that is unread, and goes on when"
                        + " there is room", SignalRules::fullRing));
    }

    private static byte[] command(long tag, int bytes) {
        return Packet.inBand(0, 0, Packet.command(Task.ECHO, bytes, tag, bytes));
    }

    private static void forgetSignals(Peer peer) {
        while (peer.bell.poll() == Wake.SIGNALED) {
            continue;
        }
    }

    private static String emptyRing(Stage stage) {
        Peer peer = stage.channel();
        peer.in.word(RawRing.MASK, 0);
        for (int i = 0; i < BATCH; i++) {
            forgetSignals(peer);
            long tag = peer.newTag();
            peer.send(command(tag, 64));
            expectSignal(peer, "a signal for a packet in an empty ring");
            Broken.unless(peer.look() != null, "a signal came, and there is no packet");
            peer.answer(tag);
        }
        return BATCH + " packets, " + BATCH + " signals";
    }

    private static void expectSignal(Peer peer, String what) {
        Wake wake = peer.awaitWake(what);
        Broken.unless(wake == Wake.SIGNALED, "expected " + what + ", the doorbell says " + wake);
    }

    private static String masked(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        forgetSignals(peer);
        int signals = 0;
        for (int i = 0; i < ECHOES; i++) {
            peer.echo(64);
            signals += peer.bell.poll() == Wake.SIGNALED ? 1 : 0;
        }
        Broken.unless(signals == 0, "expected no signal, got " + signals + " for " + ECHOES
                + " packets");
        return ECHOES + " packets, no signal";
    }

    private static String notEmpty(Stage stage) {
        Peer peer = stage.channel();
        forgetSignals(peer);
        peer.in.word(RawRing.MASK, 0);
        int before = peer.in.word(RawRing.WRITE_INDEX);
        peer.send(command(0, 64));
        expectSignal(peer, "a signal for the first packet");
        int record = peer.in.distance(before, peer.in.word(RawRing.WRITE_INDEX));
        int signals = 0;
        for (int i = 1; i <= BATCH; i++) {
            int expected = peer.in.advance(before, record * (i + 1));
            peer.send(command(i, 64));
            peer.life().patience().until("packet " + (i + 1) + " in the ring", () -> {
                peer.life().mustBeOpen(peer, "an echo");
                return peer.in.word(RawRing.WRITE_INDEX) == expected;
            });
            signals += peer.bell.poll() == Wake.SIGNALED ? 1 : 0;
        }
        Broken.unless(signals == 0, "expected one signal, for the first packet, got " + signals
                + " more for " + BATCH + " packets behind it");
        return "1 signal for " + (BATCH + 1) + " packets";
    }

    private static String wakes(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        Random random = new Random(SEED);
        long start = System.nanoTime();
        int rounds = 0;
        int signals = 0;
        while (rounds < ROUNDS && (rounds < LEAST_ROUNDS || !stage.patience().isHalfOver())) {
            long pause = System.nanoTime() + random.nextInt(MOST_PAUSE_NANOS);
            while (System.nanoTime() < pause) {
                Thread.onSpinWait();
            }
            long tag = peer.newTag();
            peer.write(command(tag, 64));
            boolean isDue = peer.publish();
            if (isDue) {
                peer.bell.signal();
                signals++;
            }
            awaitEcho(peer, tag, rounds++, isDue);
        }
        return rounds + " packets, " + signals + " of them signalled, in "
                + (System.nanoTime() - start) / 1_000_000 + " ms";
    }

    private static void awaitEcho(Peer peer, long tag, int round, boolean wasSignalled) {
        try {
            peer.answer(tag);
        } catch (Broken lost) {
            throw new Broken("packet " + round + " lies in the ring unread, "
                    + (wasSignalled ? "and was signalled" : "and no signal was due for it")
                    + ", the mask is " + peer.out.word(RawRing.MASK) + " now: "
                    + lost.getMessage());
        }
    }

    /// Sends until neither ring has room, the child's answers being unread.
    ///
    /// @return the number of the last packet
    private static long fill(Peer peer) {
        byte[] largest = command(0, KILOBYTE);
        long most = 4L * (peer.in.size() + peer.out.size()) / KILOBYTE;
        long last = 0;
        int record = largest.length + Packet.TRAILER;
        while (true) {
            boolean hasRoom = peer.hasRoom(largest.length);
            int unread = peer.in.free(peer.in.word(RawRing.WRITE_INDEX),
                    peer.in.word(RawRing.READ_INDEX));
            Broken.unless(unread >= 0, "the child has written over what is unread");
            if (!hasRoom && unread < record) {
                return last;
            }
            if (hasRoom) {
                last = peer.newTag();
                peer.send(command(last, KILOBYTE));
                if (last > most) {
                    throw new NotTried("the program reads on while its answers find no room");
                }
            } else {
                peer.life().patience().until("an answer, or room", () ->
                        peer.hasRoom(largest.length) || peer.in.free(
                                peer.in.word(RawRing.WRITE_INDEX),
                                peer.in.word(RawRing.READ_INDEX)) < record);
            }
        }
    }

    private static String wish(Stage stage) {
        Peer peer = stage.channel();
        long last = fill(peer);
        int wish = peer.out.size() / 2;
        peer.out.word(RawRing.WISH, wish);
        Broken.unless(peer.out.free(peer.writeAt(), peer.out.word(RawRing.READ_INDEX)) < wish,
                "half of the ring is free before anything was read");
        forgetSignals(peer);
        Wake wake = peer.life().patience().await("a signal for the wish of " + wish + " bytes",
                () -> {
                    Packet read = peer.look();
                    if (read != null) {
                        peer.release(read);
                    }
                    peer.life().mustBeOpen(peer, "a signal");
                    Wake found = peer.bell.poll();
                    return found == Wake.TIMED_OUT ? null : found;
                });
        int free = peer.out.free(peer.writeAt(), peer.out.word(RawRing.READ_INDEX));
        peer.out.word(RawRing.WISH, 0);
        Broken.unless(wake == Wake.SIGNALED && free >= wish,
                "the doorbell says " + wake + " with " + free + " bytes free of " + wish);
        peer.echo(64);
        return last + " packets filled both rings; a signal when " + free + " bytes were free";
    }

    private static String fullRing(Stage stage) {
        Peer peer = stage.channel();
        long last = fill(peer);
        for (long tag = 1; tag <= last; tag++) {
            Packet packet = peer.next("packet " + tag + " of " + last);
            byte[] expected = Packet.command(Task.ECHO, KILOBYTE, tag, KILOBYTE);
            Broken.unless(packet.type() == Packet.IN_BAND
                    && Arrays.equals(packet.payload(), expected),
                    "expected packet " + tag + " as it was sent, got " + packet + " with number "
                            + packet.tag());
        }
        peer.echo(64);
        return last + " packets filled both rings, and came back whole and in order";
    }
}
