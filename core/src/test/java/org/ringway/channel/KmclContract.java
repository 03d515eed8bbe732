// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferSetId;
import org.ringway.platform.Access;

/// What a driver on the kernel-mode client library is used to, on any platform.
public abstract class KmclContract extends ChannelCase {
    /// For the platforms' own tests.
    protected KmclContract() {}

    @ParameterizedTest
    @EnumSource(Side.class)
    @DisplayName("either side grants pages, says their number, and the other maps, unmaps, forgets")
    void gpadlsAreMappedByTheirNumber(Side side) throws Exception {
        try (ChannelPair pair = pair()) {
            BusChannel creator = side == Side.CONSUMER ? pair.left : pair.right;
            BusChannel mapper = side == Side.CONSUMER ? pair.right : pair.left;
            SharedBuffer buffer = pair.allocate(8192, Access.READ_WRITE);
            GpadlId handle = creator.grant(buffer).getFirst();
            creator.send(ChannelPair.word(handle.value()));

            GpadlId told = receivedHandle(mapper);
            assertEquals(handle, told);
            ExternalData mapped = mapper.view(told, 4090, 10);
            mapped.segment().set(ValueLayout.JAVA_BYTE, 9, (byte) 42);
            assertEquals(42, buffer.bytes().get(ValueLayout.JAVA_BYTE, 4099));

            FutureTask<@Nullable Void> tearing = inThread(() -> {
                creator.teardown(buffer);
                return null;
            });
            awaitRefusal(mapper, told);
            assertFalse(tearing.isDone(), "a view is left");
            mapped.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            mapped.close();
            assertNull(tearing.get());
            assertEquals(1, buffer.bytes().get(ValueLayout.JAVA_BYTE, 4090));

            GpadlId again = creator.grant(buffer).getFirst();
            assertFalse(again.equals(handle));
            mapper.view(again, 0, 8192).close();
            assertThrows(ProtocolException.class, () -> mapper.view(again, 0, 8193));
        }
    }

    enum Side { CONSUMER, PROVIDER }

    private static GpadlId receivedHandle(BusChannel channel) throws InterruptedException {
        long[] seen = new long[1];
        assertEquals(1, channel.receive(
                packet -> seen[0] = ChannelPair.word(packet.payload()), 1, LONG));
        return new GpadlId((int) seen[0]);
    }

    private static void awaitRefusal(BusChannel channel, GpadlId gpadl) {
        while (true) {
            try {
                channel.view(gpadl, 0, 1).close();
                Thread.onSpinWait();
            } catch (ProtocolException tornDown) {
                return;
            }
        }
    }

    @Test
    @DisplayName("what is lent, or bound to a transfer set, is not taken back")
    void lentPagesAreNotTakenBack() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            pair.left.teardown(buffer);
            pair.left.start(buffer.all(), COMMAND, new Recorder());
            assertThrows(IllegalStateException.class, () -> pair.left.teardown(buffer));
            pair.right.receive(packet -> { }, 1, LONG);
            assertTrue(pair.left.drain(LONG));
            TransferSetId set = new TransferSetId(1);
            pair.left.transferSets().bind(set, buffer);
            assertThrows(IllegalStateException.class, () -> pair.left.teardown(buffer));
        }
    }

    @Test
    @DisplayName("a cancelled request is not told, and its pages stay lent until the completion")
    void cancelledRequestsAreNotTold() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            Recorder recorder = new Recorder();
            CompletionHandler.Cancellable request = new CompletionHandler.Cancellable(recorder);
            pair.left.start(buffer.all(), COMMAND, request);
            DeferredPacket packet = take(pair.right);
            assertTrue(request.cancel());
            assertFalse(request.cancel(), "again");
            assertEquals(1, buffer.leases());
            assertEquals(1, pair.left.statistics().requestsUnderWay());
            packet.external().segment().fill((byte) 5);
            packet.complete(ChannelPair.word(1));
            assertTrue(pair.left.drain(LONG));
            assertEquals(0, buffer.leases());
            assertEquals(0, pair.left.statistics().unknownCompletions());
            assertEquals(List.of(), recorder.seen());
        }
    }

    @Test
    @DisplayName("a request that is over cannot be cancelled, whichever way it ended")
    void whatIsOverIsNotCancelled() throws Exception {
        Recorder recorder = new Recorder();
        CompletionHandler.Cancellable completed = new CompletionHandler.Cancellable(recorder);
        CompletionHandler.Cancellable failed = new CompletionHandler.Cancellable(recorder);
        try (ChannelPair pair = pair()) {
            pair.left.start(null, COMMAND, completed);
            pair.right.receive(packet -> packet.complete(ChannelPair.word(3)), 1, LONG);
            assertTrue(pair.left.drain(LONG));
            pair.left.start(null, COMMAND, failed);
        }
        assertFalse(completed.cancel());
        assertFalse(failed.cancel());
        assertEquals(List.of("completed 3", "ChannelClosedException"), recorder.seen());
    }

    @Test
    @DisplayName("a request without room that is interrupted or out of time was never sent")
    void waitingRequestsAreTakenBack() throws Exception {
        try (ChannelPair pair = pair()) {
            int sent = 0;
            while (pair.left.trySend(ChannelPair.word(0))) {
                sent++;
            }
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            assertThrows(BusTimeoutException.class,
                    () -> pair.left.request(buffer.all(), COMMAND, NOTHING, NONE));
            FutureTask<Object> waiting = new FutureTask<>(() -> assertThrows(
                    InterruptedException.class,
                    () -> pair.left.start(buffer.all(), COMMAND, new Recorder())));
            Thread thread = Thread.ofPlatform().daemon().start(waiting);
            thread.interrupt();
            assertNotNull(waiting.get());
            assertEquals(0, buffer.leases());
            assertEquals(0, pair.left.statistics().requestsUnderWay());
            assertEquals(sent, pair.right.poll(packet ->
                    assertEquals(0, ChannelPair.word(packet.payload())), sent + 9));
        }
    }

    @Test
    @DisplayName("a request out of time is given up: its completion only brings the pages back")
    void lateCompletionsAreIgnored() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            assertThrows(BusTimeoutException.class, () -> pair.left.request(
                    buffer.all(), COMMAND, NOTHING, Duration.ofMillis(1)));
            assertEquals(1, buffer.leases());
            assertFalse(pair.left.drain(NONE));
            pair.right.receive(packet -> { }, 1, LONG);
            assertTrue(pair.left.drain(LONG));
            assertEquals(0, buffer.leases());
            assertTrue(pair.left.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("a side is quiet when what it was sent is completed and what it asked is answered")
    void aSideBecomesQuiet(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = pair(SMALL.withWaiting(strategy))) {
            pair.left.start(null, COMMAND, new Recorder());
            pair.right.start(null, COMMAND, new Recorder());
            DeferredPacket asked = take(pair.right);
            DeferredPacket mine = take(pair.left);
            FutureTask<Boolean> quiet = inThread(
                    () -> pair.right.pause(LONG) && pair.right.drain(LONG));
            assertFalse(pair.right.drain(NONE));
            asked.close();
            mine.close();
            assertTrue(quiet.get());
            assertEquals(0, pair.right.statistics().requestsUnderWay());
            assertEquals(0, pair.right.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("draining ends with the channel, and is not for handlers")
    void drainingEndsWithTheChannel() throws Exception {
        try (ChannelPair pair = pair()) {
            pair.right.send(COMMAND);
            pair.left.receive(packet -> assertThrows(IllegalStateException.class,
                    () -> pair.left.drain(LONG)), 1, LONG);
            assertTrue(pair.left.drain(NONE), "nothing was ever asked");
            pair.left.start(null, COMMAND, new Recorder());
            FutureTask<Boolean> draining = inThread(() -> pair.left.drain(LONG));
            pair.right.close();
            assertTrue(draining.get() || !pair.left.isOpen());
        }
    }

    @Test
    @DisplayName("what was attached to an incoming packet is there until it is completed")
    void aPacketCarriesItsContext() throws Exception {
        try (ChannelPair pair = pair()) {
            pair.left.start(null, COMMAND, new Recorder());
            DeferredPacket packet = take(pair.right);
            assertNull(packet.attachment());
            packet.attach("context");
            assertEquals("context", inThread(packet::attachment).get());
            packet.complete(NOTHING);
        }
    }
}
