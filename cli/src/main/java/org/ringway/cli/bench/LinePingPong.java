// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long a cache line takes from one core to the other and back: what no transport can beat,
/// and what tells one hour of a virtual machine from another.
///
/// - **Thread:** one at a time; has two of its own, kept on their cores.
public final class LinePingPong implements AutoCloseable {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int TRIPS = 20_000;
    private static final int WARM_UPS = 10;
    /// Far from the array's ends and from each other.
    private static final int PING = 32;
    private static final int PONG = 64;

    private final long[] lines = new long[PONG + PING];
    private final ExecutorService near;
    private final ExecutorService far;
    private long trips;

    /// @param cores two of them
    /// @throws InterruptedException if interrupted
    public LinePingPong(Cores cores) throws InterruptedException {
        near = threadOn("bench-line-near", cores.near());
        far = threadOn("bench-line-far", cores.far());
        for (int i = 0; i < WARM_UPS; i++) {
            nanos();
        }
    }

    private static ExecutorService threadOn(String name, int processor)
            throws InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
        get(thread.submit(() -> KernelThread.find(name).pin(processor)));
        return thread;
    }

    /// {@return nanoseconds there and back, on average}
    ///
    /// @throws InterruptedException if interrupted
    public double nanos() throws InterruptedException {
        long first = trips + 1;
        trips += TRIPS;
        long last = trips;
        Future<?> answering = far.submit(() -> answer(first, last));
        long nanos = get(near.submit(() -> ask(first, last)));
        get(answering);
        return (double) nanos / TRIPS;
    }

    private long ask(long first, long last) {
        long start = System.nanoTime();
        for (long i = first; i <= last; i++) {
            ELEMENT.setRelease(lines, PING, i);
            await(PONG, i);
        }
        return System.nanoTime() - start;
    }

    private void answer(long first, long last) {
        for (long i = first; i <= last; i++) {
            await(PING, i);
            ELEMENT.setRelease(lines, PONG, i);
        }
    }

    private void await(int index, long value) {
        while ((long) ELEMENT.getAcquire(lines, index) != value) {
            Thread.onSpinWait();
        }
    }

    private static <T> T get(Future<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread has failed", e.getCause());
        }
    }

    @Override
    public void close() {
        near.shutdown();
        far.shutdown();
    }
}
