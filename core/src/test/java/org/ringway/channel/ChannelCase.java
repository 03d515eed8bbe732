// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Timeout;
import org.ringway.platform.Platform;

/// Pairs of channels with small rings, and what tests do with them.
@Timeout(60)
abstract class ChannelCase {
    static final Duration LONG = Duration.ofSeconds(50);
    static final Duration NONE = Duration.ZERO;
    static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(2, 2);
    static final MemorySegment COMMAND = ChannelPair.word(7);
    static final MemorySegment NOTHING = MemorySegment.ofArray(new long[0]);

    /// {@return a host of its own}
    protected abstract Platform platform();

    final ChannelPair pair() {
        return pair(SMALL);
    }

    final ChannelPair pair(ChannelOptions options) {
        return new ChannelPair(platform(), options);
    }

    /// Runs a task on a platform thread of its own.
    static <T> FutureTask<T> inThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    static DeferredPacket take(BusChannel channel) throws InterruptedException {
        DeferredPacket packet = channel.receive(LONG);
        assertNotNull(packet);
        return packet;
    }

    /// Answers so many packets with their own payload.
    static FutureTask<Integer> echoing(BusChannel channel, int count) {
        return inThread(() -> {
            int done = 0;
            while (done < count) {
                done += channel.receive(p -> p.complete(p.payload()), 16, LONG);
            }
            return done;
        });
    }
}
