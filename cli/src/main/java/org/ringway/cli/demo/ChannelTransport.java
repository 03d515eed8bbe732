// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ringway.channel.SharedBuffer;

/// Over the channel: the provider writes straight into the pages that were granted to it.
final class ChannelTransport implements Transport {
    private static final long SLICE_BYTES = 8L << 20;

    private final ProviderProxy provider;
    private final SharedBuffer buffer;
    private final ExecutorService requesters = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("requester-", 1).factory());

    ChannelTransport(ProviderProxy provider, SharedBuffer buffer) {
        this.provider = provider;
        this.buffer = buffer;
    }

    SharedBuffer buffer() {
        return buffer;
    }

    @Override
    public MemorySegment room() {
        return buffer.bytes();
    }

    @Override
    public void fetch(long position, long length) throws InterruptedException {
        List<Future<?>> slices = new ArrayList<>();
        for (long at = 0; at < length; at += SLICE_BYTES) {
            long from = at;
            long bytes = Math.min(SLICE_BYTES, length - at);
            slices.add(requesters.submit(() -> {
                provider.read(position + from, buffer.slice(from, bytes));
                return null;
            }));
        }
        for (Future<?> slice : slices) {
            finish(slice);
        }
    }

    private static void finish(Future<?> slice) throws InterruptedException {
        try {
            slice.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause : new DemoFailure("a read has failed", e.getCause());
        }
    }

    @Override
    public void ping() throws InterruptedException {
        provider.ping();
    }

    @Override
    public long signals(ProviderProxy.Counters counters) {
        return counters.signals() + provider.signalsSentHere();
    }

    @Override
    public void close() {
        requesters.shutdown();
        buffer.close();
    }
}
