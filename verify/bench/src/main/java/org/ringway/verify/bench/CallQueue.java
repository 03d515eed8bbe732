// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit.Sink;

/// Runs what gRPC calls back in the thread that waits for it, as gRPC's blocking calls do, and
/// keeps the messages that have come.
///
/// - **Thread:** any for [#execute]; one for everything else.
final class CallQueue implements Executor {
    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> arrived = new ArrayDeque<>();
    private @Nullable Throwable failure;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(owner);
    }

    void arrived(byte[] message) {
        arrived.add(message);
    }

    void failed(Throwable cause) {
        failure = cause;
    }

    /// Runs tasks until something holds.
    void await(BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) {
            if (failure != null) {
                throw new IOException("call has failed", failure);
            }
            Runnable next = tasks.poll();
            if (next == null) {
                LockSupport.park(this);
            } else {
                next.run();
            }
        }
    }

    /// Waits for a message, and hands over those that are there.
    void receive(Sink sink) throws IOException {
        await(() -> !arrived.isEmpty());
        while (!arrived.isEmpty()) {
            sink.take(MemorySegment.ofArray(arrived.remove()), 0);
        }
    }
}
