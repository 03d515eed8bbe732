// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.ringway.BusTimeoutException;
import org.ringway.channel.BusChannel;
import org.ringway.pipe.MessagePipe;

/// One integration service of one guest: questions, and the answers to them.
///
/// - **Thread:** one at a time. **Blocking:** every call.
final class IntegrationChannel {
    private static final Duration LONG = Duration.ofDays(365);
    private static final int TRANSACTIONS = 256;

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
            throw new BusTimeoutException("the guest does not answer: millis=" + atMost.toMillis());
        }
        return IntegrationMessage.decode(bytes);
    }

    Agreement agreed() {
        return agreed;
    }

    /// Asks, and waits for the answer to this question; late ones to others are passed over.
    ///
    /// @throws BusTimeoutException if it does not come in time
    IntegrationMessage ask(int type, byte[] body, Duration atMost) throws InterruptedException {
        transaction = (transaction + 1) % TRANSACTIONS;
        long deadline = System.nanoTime() + atMost.toNanos();
        pipe.send(MemorySegment.ofArray(
                IntegrationMessage.question(agreed, type, transaction, body).encode()));
        while (true) {
            IntegrationMessage answer = next(pipe,
                    Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (answer.answers(transaction)) {
                return answer;
            }
        }
    }
}
