// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.sockets.HvChannel;

/// Standard input, which goes to one connection after the other: what is read while there is none
/// waits for the next, what a connection does not take any more is lost with it.
///
/// - **Thread:** [#start] reads on a thread of its own; the rest is for one other.
final class InputFeed {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ReadableByteChannel source;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lock = new Object();
    /// Under the lock.
    private @Nullable HvChannel target;
    private volatile long sent;

    InputFeed(ReadableByteChannel source) {
        this.source = source;
    }

    /// Begins to read.
    InputFeed start() {
        Thread.ofPlatform().daemon().name("stdin").start(this::run);
        return this;
    }

    private void run() {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (source.read(buffer.clear()) >= 0) {
                write(awaitTarget(), buffer.flip());
            }
        } catch (IOException | UncheckedIOException unreadable) {
            // As good as the end.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private HvChannel awaitTarget() throws InterruptedException {
        synchronized (lock) {
            while (target == null) {
                lock.wait();
            }
            return target;
        }
    }

    private void write(HvChannel to, ByteBuffer bytes) {
        try {
            sent = sent + to.write(bytes);
        } catch (IOException closed) {
            // Whoever reads from there says so.
        }
    }

    private void end() {
        synchronized (lock) {
            ended.countDown();
            if (target != null) {
                shutdown(target);
            }
        }
    }

    private static void shutdown(HvChannel channel) {
        try {
            channel.shutdownOutput();
        } catch (IOException closed) {
            // Nothing is to be ended any more.
        }
    }

    /// From now on what is read goes there.
    void feed(HvChannel channel) {
        synchronized (lock) {
            target = channel;
            lock.notifyAll();
            if (ended.getCount() == 0) {
                shutdown(channel);
            }
        }
    }

    /// From now on nothing goes there.
    void detach(HvChannel channel) {
        synchronized (lock) {
            if (target == channel) {
                target = null;
            }
        }
    }

    /// Waits for the end of the input.
    ///
    /// @return whether it has come
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// {@return bytes that have gone}
    long sent() {
        return sent;
    }
}
