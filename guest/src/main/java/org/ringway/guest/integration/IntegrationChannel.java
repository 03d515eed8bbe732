// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.channel.BusChannel;
import org.ringway.pipe.MessagePipe;

/// One integration service of one guest: questions, and the answers to them.
///
/// - **Thread:** one at a time. **Blocking:** every call.
final class IntegrationChannel {
    private static final Duration LONG = Duration.ofDays(365);
    private static final int TRANSACTIONS = 256;
    /// What else may come before an answer. A guest that keeps the rules is late with a few.
    private static final int MAX_OTHERS = 64;

    private final MessagePipe pipe;
    private final Agreement agreed;
    private int transaction;

    private IntegrationChannel(MessagePipe pipe, Agreement agreed) {
        this.pipe = pipe;
        this.agreed = agreed;
    }

    /// Agrees on versions. Waits for the guest as long as it takes: some drivers wait for a daemon.
    static IntegrationChannel negotiate(BusChannel channel, List<Version> messages)
            throws InterruptedException {
        MessagePipe pipe = MessagePipe.over(channel);
        pipe.send(MemorySegment.ofArray(Agreement.question(messages).encode()));
        return new IntegrationChannel(pipe, Agreement.read(next(pipe, LONG), messages));
    }

    private static IntegrationMessage next(MessagePipe pipe, Duration atMost)
            throws InterruptedException {
        byte[] bytes = pipe.receive(atMost);
        if (bytes == null) {
            throw late(atMost);
        }
        return IntegrationMessage.decode(bytes);
    }

    private static BusTimeoutException late(Duration atMost) {
        return new BusTimeoutException("the guest does not answer: millis=" + atMost.toMillis());
    }

    Agreement agreed() {
        return agreed;
    }

    /// Asks, and waits for the answer to this question; late ones to others are passed over. The
    /// channel is of no use after an exception.
    ///
    /// @throws BusTimeoutException if it does not come in time, whatever else does
    /// @throws ProtocolException if too much else comes
    IntegrationMessage ask(int type, byte[] body, Duration atMost) throws InterruptedException {
        transaction = (transaction + 1) % TRANSACTIONS;
        long deadline = System.nanoTime() + atMost.toNanos();
        pipe.send(MemorySegment.ofArray(
                IntegrationMessage.question(agreed, type, transaction, body).encode()));
        for (int others = 0; others <= MAX_OTHERS; others++) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw late(atMost);
            }
            IntegrationMessage answer = next(pipe, Duration.ofNanos(left));
            if (answer.answers(transaction)) {
                return answer;
            }
        }
        throw new ProtocolException("the guest answers what was not asked: messages="
                + (MAX_OTHERS + 1) + " type=" + type);
    }
}
