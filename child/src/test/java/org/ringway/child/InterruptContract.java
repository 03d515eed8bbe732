// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.RootLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.WaitStrategy;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Platform;

/// Interrupts that move between the processors of a partition, on any platform.
abstract class InterruptContract extends BusCase {
    private static final int PROCESSORS = 3;
    private static final int PACKETS = 5_000;

    private ChildPartition consumer;
    private ChildPartition provider;
    private Ends ends;

    InterruptContract(Platform platform) {
        super(platform);
    }

    @BeforeEach
    void channelIsOpen() throws InterruptedException {
        provider = joinWithProcessors("provider");
        consumer = joinWithProcessors("consumer");
        Service service = keep(provider.offer("echo", content("echo"),
                ServiceOptions.DEFAULT.withSubchannels(PROCESSORS)
                        .withChannels(SMALL.withWaiting(WaitStrategy.BLOCK))));
        BusChannel opened = keep(consumer.open(consumer.awaitOffer("echo", LIMIT),
                SMALL.withWaiting(WaitStrategy.BLOCK)));
        ends = new Ends(opened, keep(service.accept()));
    }

    private ChildPartition joinWithProcessors(String name) throws InterruptedException {
        return keep(ChildPartition.join(
                JoinOptions.of(platform, socket(), name).withProcessors(PROCESSORS)));
    }

    private int listed(int subchannel) throws InterruptedException {
        return consumer.list().channels().stream()
                .filter(entry -> entry.subchannelIndex() == subchannel).findFirst().orElseThrow()
                .targetVp();
    }

    @Test
    @DisplayName("M9: no signal is lost while the interrupts of both sides move")
    void noSignalIsLost() throws Exception {
        FutureTask<Long> echo = inVirtualThread(() -> echo(ends.provider()));
        FutureTask<Long> asking = inVirtualThread(() -> ask(ends.consumer()));
        int moves = 0;
        while (!asking.isDone()) {
            moves++;
            consumer.moveInterrupt(ends.consumer(), moves % PROCESSORS);
            provider.moveInterrupt(ends.provider(), moves * 2 % PROCESSORS);
        }
        assertEquals(PACKETS, resultOf(asking));
        assertEquals(PACKETS, resultOf(echo));
        assertTrue(moves > 0);
        assertEquals(moves % PROCESSORS, listed(0));
    }

    private static FutureTask<Long> inVirtualThread(Callable<Long> task) {
        FutureTask<Long> future = new FutureTask<>(task);
        Thread.ofVirtual().name("bus test").start(future);
        return future;
    }

    /// Each packet is sent when the one before has come back, so every wake-up counts.
    private static long ask(BusChannel channel) throws InterruptedException {
        long[] last = new long[1];
        for (long i = 1; i <= PACKETS; i++) {
            channel.send(packet(i));
            assertEquals(1, channel.receive(packet -> last[0] =
                    packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0), 1, LIMIT));
            assertEquals(i, last[0]);
        }
        return last[0];
    }

    private static long echo(BusChannel channel) throws InterruptedException {
        long[] last = new long[1];
        for (long i = 1; i <= PACKETS; i++) {
            assertEquals(1, channel.receive(packet -> last[0] =
                    packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0), 1, LIMIT));
            channel.send(packet(last[0]));
        }
        return last[0];
    }

    @Test
    @DisplayName("M9: a thread that sleeps while the interrupt moves is woken where it went")
    void sleepersAreWoken() throws Exception {
        for (int target = 0; target < PROCESSORS; target++) {
            FutureTask<Long> sleeping = inVirtualThread(() ->
                    (long) ends.consumer().receive(packet -> { }, 1, LIMIT));
            awaitSleep();
            consumer.moveInterrupt(ends.consumer(), target);
            ends.provider().send(packet(1));
            assertEquals(1, resultOf(sleeping));
        }
    }

    /// Until a leader has unmasked: then it sleeps, or is about to.
    private void awaitSleep() throws InterruptedException {
        while (isMasked()) {
            Thread.yield();
        }
    }

    private boolean isMasked() throws InterruptedException {
        Branch channels = child(consumer.inspect(consumer.id(), LIMIT), "channels");
        Branch incoming = child(channels.children().getFirst(), "incoming");
        return leaf("interruptMask", true).equals(incoming.child("interruptMask"));
    }

    private static Branch child(InspectTree tree, String name) {
        return assertInstanceOf(
                Branch.class, assertInstanceOf(Branch.class, tree).child(name));
    }

    @Test
    @DisplayName("sub-channels are spread over the processors, and the root knows where they are")
    void subchannelsAreSpread() throws Exception {
        for (BusChannel more : consumer.group(ends.consumer()).open(PROCESSORS, SMALL)) {
            assertEquals(more.subchannelIndex() % PROCESSORS, listed(more.subchannelIndex()));
            consumer.moveInterrupt(more, 2);
            assertEquals(2, listed(more.subchannelIndex()));
        }
        assertEquals(0, listed(0));
    }

    @Test
    @DisplayName("there is no processor that there is not, and none for a stranger's channel")
    void impossibleMoves() {
        assertThrows(IndexOutOfBoundsException.class,
                () -> consumer.moveInterrupt(ends.consumer(), PROCESSORS));
        assertThrows(IndexOutOfBoundsException.class,
                () -> consumer.moveInterrupt(ends.consumer(), -1));
        assertThrows(IllegalArgumentException.class,
                () -> consumer.moveInterrupt(ends.provider(), 0));
        assertThrows(IllegalArgumentException.class,
                () -> JoinOptions.of(platform, socket(), "x").withProcessors(0));
    }

    @Test
    @DisplayName("without a root a consumer's interrupt stays where it is, a provider's moves")
    void withoutARoot() throws Exception {
        root.close();
        while (!consumer.isRootLost()) {
            Thread.yield();
        }
        assertThrows(RootLostException.class, () -> consumer.moveInterrupt(ends.consumer(), 1));
        provider.moveInterrupt(ends.provider(), 1);
        assertCarriesBothWays(ends);
    }
}
