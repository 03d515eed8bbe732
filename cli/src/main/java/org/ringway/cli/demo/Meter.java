// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.util.Arrays;
import org.ringway.cli.process.ProcessCpu;

/// Drives a transport through passes over the tree: one to warm up, then as many as the time needs.
///
/// The clock runs while a piece is fetched, and stands still while it is checked.
final class Meter {
    private static final long TIMED_NANOS = 3_000_000_000L;
    private static final int PINGS = 20_000;
    private static final int WARM_PINGS = 20_000;

    /// Told of progress, and given every piece that has arrived.
    interface Watcher {
        /// A piece is in [Transport#room]; the clock stands still.
        void arrived(long position, long length) throws IOException, InterruptedException;

        /// How far the phase is, 0 to 1.
        void progress(double fraction);
    }

    private final Transport transport;
    private final ProviderProxy provider;
    private final Tree tree;
    private long bytes;
    private long nanos;
    private long cpuNanos;
    private long signals;

    Meter(Transport transport, ProviderProxy provider, Tree tree) {
        this.transport = transport;
        this.provider = provider;
        this.tree = tree;
    }

    /// One pass that does not count.
    void warm(Watcher watcher) throws IOException, InterruptedException {
        pass(watcher, false);
    }

    /// Whole passes for at least three seconds on the clock, then round trips.
    Measurement measure(Watcher watcher) throws IOException, InterruptedException {
        while (nanos < TIMED_NANOS) {
            pass(watcher, true);
        }
        long[] trips = roundTrips();
        return new Measurement(bytes, nanos, cpuNanos, signals,
                trips[trips.length / 2], trips[(int) (trips.length * 0.99)]);
    }

    private void pass(Watcher watcher, boolean timed) throws IOException, InterruptedException {
        long piece = transport.room().byteSize();
        for (long at = 0; at < tree.bytes(); at += piece) {
            long length = Math.min(piece, tree.bytes() - at);
            if (timed) {
                timedFetch(at, length);
            } else {
                transport.fetch(at, length);
            }
            watcher.arrived(at, length);
            watcher.progress(timed ? Math.min(1, nanos / (double) TIMED_NANOS)
                    : (at + length) / (double) tree.bytes());
        }
    }

    private void timedFetch(long at, long length) throws IOException, InterruptedException {
        ProviderProxy.Counters before = provider.counters();
        long signalsBefore = transport.signals(before);
        long cpuBefore = ProcessCpu.ownNanos();
        long start = System.nanoTime();
        transport.fetch(at, length);
        nanos += System.nanoTime() - start;
        long cpu = ProcessCpu.ownNanos() - cpuBefore;
        ProviderProxy.Counters after = provider.counters();
        cpuNanos += cpu + after.cpuNanos() - before.cpuNanos();
        signals += transport.signals(after) - signalsBefore;
        bytes += length;
    }

    private long[] roundTrips() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_PINGS; i++) {
            transport.ping();
        }
        long[] trips = new long[PINGS];
        for (int i = 0; i < PINGS; i++) {
            long start = System.nanoTime();
            transport.ping();
            trips[i] = System.nanoTime() - start;
        }
        Arrays.sort(trips);
        return trips;
    }
}
