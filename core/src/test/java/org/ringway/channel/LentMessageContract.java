// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.pipe.MessagePipe;
import org.ringway.platform.Access;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Which messages of a pipe are lent instead of copied, on any platform.
public abstract class LentMessageContract extends ChannelCase {
    private static final int LARGE = 3 << 20;

    /// For the platforms' own tests.
    protected LentMessageContract() {}

    private ChannelPair pipes(int pipeType, Duration timeout) {
        ChannelOptions options = ChannelOptions.DEFAULT.withTimeout(timeout);
        return new ChannelPair(platform(), options, options, new OfferContent(Guid.ZERO,
                Guid.ZERO, OfferContent.NAMED_PIPE, UserData.ofPipe(pipeType)));
    }

    private ChannelPair pipes() {
        return pipes(UserData.PIPE_FRAGMENTS, LONG);
    }

    private static SharedBuffer filled(ChannelPair pair, Access peerAccess) {
        SharedBuffer buffer = pair.allocate(LARGE + 4096, peerAccess);
        MemorySegment.copy(ChannelPair.bytes(LARGE, 9), 0, buffer.bytes(), 0, LARGE);
        return buffer;
    }

    private static void send(BusChannel from, BusChannel to, SharedBuffer.Slice message)
            throws Exception {
        FutureTask<byte[]> received = inThread(() -> MessagePipe.over(to).receive(LONG));
        MessagePipe.over(from).send(message);
        assertEquals(-1, message.bytes().mismatch(MemorySegment.ofArray(received.get())));
    }

    @Test
    @DisplayName("a long message is lent, and its buffer granted once")
    void longMessagesAreLent() throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer buffer = filled(pair, Access.READ_ONLY);
            send(pair.left, pair.right, buffer.slice(4095, LARGE - 7));
            send(pair.left, pair.right, buffer.slice(0, MessagePipe.LEND_BYTES));
            assertEquals(1, pair.grants.get());
            assertEquals(0, buffer.leases());
            assertEquals(2, pair.left.statistics().packetsSent());
        }
    }

    @Test
    @DisplayName("a short message goes through the ring")
    void shortMessagesAreCopied() throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer buffer = filled(pair, Access.READ_WRITE);
            send(pair.left, pair.right, buffer.slice(1, MessagePipe.LEND_BYTES - 1));
            assertEquals(0, pair.grants.get());
        }
    }

    @Test
    @DisplayName("so does one in pages that another partition has seen and could write")
    void pagesOfOthersAreCopied() throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer buffer = filled(pair, Access.READ_WRITE);
            pair.left.grant(buffer);
            send(pair.right, pair.left, buffer.slice(0, LARGE));
            assertEquals(1, pair.grants.get());
        }
    }

    @Test
    @DisplayName("a lent message can be asked for its length, and refused for a target too short")
    void saysHowLongALentMessageIs() throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer.Slice message = filled(pair, Access.READ_ONLY).slice(0, LARGE);
            MessagePipe in = MessagePipe.over(pair.right);
            FutureTask<Void> sent = inThread(() -> {
                MessagePipe.over(pair.left).send(message);
                return null;
            });
            MemorySegment target = MemorySegment.ofArray(new byte[LARGE]);
            assertEquals(LARGE, in.awaitBytes(LONG));
            assertThrows(IllegalArgumentException.class,
                    () -> in.receive(target.asSlice(1), LONG));
            assertEquals(LARGE, in.receive(target, LONG));
            sent.get();
            assertEquals(-1, message.bytes().mismatch(target));
        }
    }

    @Test
    @DisplayName("a lent message that nobody receives ends the channel when its time is over")
    void unreceivedMessagesTimeOut() throws Exception {
        try (ChannelPair pair = pipes(UserData.PIPE_FRAGMENTS, Duration.ofMillis(50))) {
            SharedBuffer buffer = filled(pair, Access.READ_ONLY);
            assertThrows(BusTimeoutException.class,
                    () -> MessagePipe.over(pair.left).send(buffer.slice(0, LARGE)));
            assertFalse(pair.left.isOpen());
            assertEquals(0, buffer.leases());
        }
    }

    @Test
    @DisplayName("a lent message whose receiver closes fails")
    void closingFailsTheSender() throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer buffer = filled(pair, Access.READ_ONLY);
            FutureTask<Void> sent = inThread(() -> {
                MessagePipe.over(pair.left).send(buffer.slice(0, LARGE));
                return null;
            });
            assertEquals(LARGE, MessagePipe.over(pair.right).awaitBytes(LONG));
            pair.right.close();
            ExecutionException e = assertThrows(ExecutionException.class, sent::get);
            assertInstanceOf(BusException.class, e.getCause());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4096", "0, 8191", "0, 0", "8, 8", "0, -1"})
    @DisplayName("P16: a header that says something else than the packet lends ends the channel")
    void p16LiesAboutLentPagesEndTheChannel(int bytes, long total) throws Exception {
        try (ChannelPair pair = pipes()) {
            SharedBuffer buffer = filled(pair, Access.READ_ONLY);
            pair.left.start(buffer.slice(0, 8192), header(bytes, total), new Recorder());
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(ProtocolException.class, () -> in.receive(LONG));
            assertFalse(pair.right.isOpen());
        }
    }

    @Test
    @DisplayName("P16: a message without bytes that lends none either ends the channel")
    void p16MissingBytesEndTheChannel() throws Exception {
        try (ChannelPair pair = pipes()) {
            pair.left.send(header(0, 8192));
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(ProtocolException.class, () -> in.receive(LONG));
            assertFalse(pair.right.isOpen());
        }
    }

    private static MemorySegment header(int bytes, long total) {
        return MemorySegment.ofArray(new long[] {
            (long) bytes << 32 | UserData.PIPE_FRAGMENTS, total, 0, 0});
    }

    @Test
    @DisplayName("VMBus's own pipes know of no lending")
    void vmbusPipesDoNotLend() throws Exception {
        try (ChannelPair pair = pipes(UserData.PIPE_MESSAGES, LONG)) {
            SharedBuffer buffer = filled(pair, Access.READ_ONLY);
            assertThrows(IllegalArgumentException.class,
                    () -> MessagePipe.over(pair.left).send(buffer.slice(0, LARGE)));
            send(pair.left, pair.right, buffer.slice(0, 16_384));
            assertEquals(0, pair.grants.get());
        }
    }
}
