// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.channel.ChannelOptions.PacketLimits;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferSetId;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;

/// What a driver on the kernel-mode client library is used to, on any platform.
@Timeout(60)
@SuppressWarnings("exports") // JUnit is on the class path, not in the module
public abstract class KmclContract {
    /// For the platforms' own tests.
    protected KmclContract() {}

    /// {@return a host of its own}
    protected abstract Platform platform();

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration NONE = Duration.ZERO;
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(2, 2);
    private static final MemorySegment COMMAND = ChannelPair.word(7);
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new long[0]);

    private ChannelPair pair() {
        return new ChannelPair(platform(), SMALL);
    }

    private ChannelPair pair(PacketLimits limits) {
        return new ChannelPair(platform(), SMALL.withLimits(limits));
    }

    /// Writes down how a request ended.
    private static final class Recorder implements CompletionHandler {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void completed(MemorySegment answer) {
            seen.add("completed " + ChannelPair.word(answer));
        }

        @Override
        public void failed(BusException why) {
            seen.add("failed");
        }
    }

    private static <T> FutureTask<T> inThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static DeferredPacket take(BusChannel channel) throws InterruptedException {
        DeferredPacket packet = channel.receive(LONG);
        assertNotNull(packet);
        return packet;
    }

    // ---- maximum packet size, maximum external data

    @Test
    @DisplayName("P15 a payload of the declared maximum is taken, a larger one ends the channel")
    void p15LargerPacketsEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 0, 0))) {
            pair.left.send(ChannelPair.bytes(64, 1));
            assertEquals(1, pair.right.receive(packet -> { }, 1, LONG));
            pair.left.send(ChannelPair.bytes(72, 1));
            ProtocolException why = assertThrows(ProtocolException.class,
                    () -> pair.right.receive(packet -> { }, 1, LONG));
            assertEquals("packet is larger than this side takes: payloadBytes=72 most=64",
                    why.getMessage());
            assertFalse(pair.right.isOpen());
        }
    }

    @Test
    @DisplayName("P15 an answer larger than the declared maximum ends the channel, too")
    void p15LargerAnswersEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 0, 0))) {
            FutureTask<Integer> server = inThread(() -> pair.right.receive(
                    packet -> packet.complete(ChannelPair.bytes(72, 1)), 1, LONG));
            assertThrows(ProtocolException.class,
                    () -> pair.left.request(null, COMMAND, NOTHING, LONG));
            assertEquals(1, server.get());
            assertFalse(pair.left.isOpen());
        }
    }

    @Test
    @DisplayName("external data of the declared maximum is taken, more or in more pieces is not")
    void moreExternalDataEndsTheChannel() throws Exception {
        for (boolean tooLong : List.of(true, false)) {
            try (ChannelPair pair = pair(new PacketLimits(64, 4096, 2))) {
                SharedBuffer buffer = pair.allocate(8192, Access.READ_ONLY);
                SharedBuffer.Slice word = buffer.slice(0, 8);
                pair.left.start(SharedBuffer.Chain.of(word, buffer.slice(16, 4088)), COMMAND,
                        new Recorder());
                assertEquals(1, pair.right.receive(packet -> { }, 1, LONG));
                pair.left.start(tooLong ? buffer.slice(0, 4097)
                        : SharedBuffer.Chain.of(word, word, word), COMMAND, new Recorder());
                assertThrows(ProtocolException.class,
                        () -> pair.right.receive(packet -> { }, 1, LONG));
                assertFalse(pair.right.isOpen());
            }
        }
    }

    @Test
    @DisplayName("packets that are kept while nobody receives are held to the same limits")
    void keptPacketsAreHeldToTheLimits() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 8, 1))) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_ONLY);
            pair.left.start(buffer.slice(0, 9), COMMAND, new Recorder());
            assertThrows(ProtocolException.class,
                    () -> pair.right.request(null, COMMAND, NOTHING, LONG));
        }
    }

    @Test
    @DisplayName("a limit is not negative")
    void limitsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(0, 0, -1));
    }

    // ---- external data in a chain

    @Test
    @DisplayName("a packet lends parts of several buffers, in order, until its completion")
    void aPacketLendsAChain() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer one = pair.allocate(8192, Access.READ_WRITE);
            SharedBuffer two = pair.allocate(4096, Access.READ_WRITE);
            one.bytes().fill((byte) 1);
            two.bytes().fill((byte) 2);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(
                    two.slice(100, 5), one.slice(4000, 200), two.slice(0, 1));
            FutureTask<Integer> server = inThread(() -> pair.right.receive(packet -> {
                List<MemorySegment> parts = packet.external().segments();
                assertEquals(List.of(5L, 200L, 1L),
                        parts.stream().map(MemorySegment::byteSize).toList());
                assertEquals(3, one.leases() + two.leases(), "once per part");
                parts.getFirst().fill((byte) 9);
                packet.complete(parts.get(1).asSlice(0, 8));
            }, 1, LONG));
            long[] answer = new long[1];
            FutureTask<Integer> asking = inThread(() -> pair.left.request(
                    chain, COMMAND, MemorySegment.ofArray(answer), LONG));
            assertEquals(1, server.get());
            assertEquals(8, asking.get());
            assertEquals(0x0101010101010101L, answer[0]);
            assertEquals(9, two.bytes().get(ValueLayout.JAVA_BYTE, 104));
            assertEquals(2, two.bytes().get(ValueLayout.JAVA_BYTE, 105));
            assertEquals(0, one.leases() + two.leases());
            assertEquals(2, pair.grants.get());
        }
    }

    @Test
    @DisplayName("of a chain with a closed buffer nothing is lent, and an empty one is none")
    void aChainIsLentAsAWhole() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer open = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer closed = pair.allocate(4096, Access.READ_WRITE);
            pair.left.grant(open);
            pair.left.grant(closed);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(open.all(), closed.all());
            closed.close();
            assertThrows(IllegalStateException.class,
                    () -> pair.left.start(chain, COMMAND, new Recorder()));
            assertThrows(IllegalStateException.class,
                    () -> pair.left.tryStart(chain, COMMAND, new Recorder()));
            assertEquals(0, open.leases());
            assertThrows(IllegalArgumentException.class, SharedBuffer.Chain::of);
        }
    }

    @Test
    @DisplayName("a chain is sent without waiting only if every buffer is granted")
    void aChainNeedsEveryGrant() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer one = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer two = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(one.all(), two.all());
            pair.left.grant(one);
            assertFalse(pair.left.tryStart(chain, COMMAND, new Recorder()));
            pair.left.grant(two);
            assertTrue(pair.left.tryStart(chain, COMMAND, new Recorder()));
            assertEquals(1, pair.right.receive(packet ->
                    assertEquals(8192, packet.external().byteSize()), 1, LONG));
        }
    }

    // ---- GPADLs: create, say the handle in a packet, map, unmap, delete

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

    // ---- cancellation

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
            assertEquals(List.of(), recorder.seen);
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
        assertEquals(List.of("completed 3", "failed"), recorder.seen);
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

    // ---- pause: nothing in hand, nothing under way

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("a side is quiet when what it was sent is completed and what it asked is answered")
    void aSideBecomesQuiet(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = new ChannelPair(platform(), SMALL.withWaiting(strategy))) {
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

    // ---- context of an incoming packet

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
