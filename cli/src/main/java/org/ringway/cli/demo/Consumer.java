// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.cli.CommandFailure;
import org.ringway.platform.Access;

/// Pulls the tree, checks it and measures: over the channel first, then over TCP. Says what it does
/// on lines that [ConsumerLines] reads.
final class Consumer {
    static final String OFFER = "ringway-demo";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_ROOM_BYTES = 128L << 20;

    private final ChildPartition child;
    private final PrintStream out;
    private final @Nullable Path copy;
    private long lastProgress;

    /// A step of writing the copy.
    private interface Copying {
        void run() throws IOException;
    }

    /// @param child a member of the bus
    /// @param out where the lines go
    /// @param copy where to write the tree, or null
    Consumer(ChildPartition child, PrintStream out, @Nullable Path copy) {
        this.child = child;
        this.out = out;
        this.copy = copy;
    }

    void run() throws IOException, InterruptedException {
        Offer offer = child.awaitOffer(OFFER, PATIENCE);
        try (BusChannel channel = child.open(offer)) {
            ProviderProxy provider = new ProviderProxy(channel);
            Tree tree = provider.tree();
            if (tree.bytes() == 0) {
                throw new DemoFailure("the tree has no content to transfer: files=" + tree.files());
            }
            out.println(ConsumerLines.TREE + tree.files() + " " + tree.bytes());
            Digests digests = new Digests(tree, entry -> digestOf(provider, entry));
            overChannel(channel, provider, tree, digests);
            overTcp(provider, tree, digests);
            out.println(ConsumerLines.ROOT_LOST + child.isRootLost());
            out.println(ConsumerLines.VERIFIED);
        }
    }

    private static byte[] digestOf(ProviderProxy provider, int entry) {
        try {
            return provider.digest(entry);
        } catch (InterruptedException e) {
            throw new DemoFailure("interrupted", e);
        }
    }

    private void overChannel(BusChannel channel, ProviderProxy provider, Tree tree, Digests digests)
            throws IOException, InterruptedException {
        try (ChannelTransport transport = new ChannelTransport(provider,
                child.allocate(Math.min(tree.bytes(), MAX_ROOM_BYTES), Access.READ_WRITE))) {
            channel.grant(transport.buffer());
            Meter meter = new Meter(transport, provider, tree);
            warmAndCopy(meter, tree, transport, digests);
            out.println(ConsumerLines.TRANSFER_BEGINS);
            Measurement result = meter.measure(checking("ringway", transport, digests));
            out.println(ConsumerLines.TRANSFER_ENDS);
            out.println(ConsumerLines.RINGWAY + result.text());
        }
    }

    private void warmAndCopy(Meter meter, Tree tree, Transport transport, Digests digests)
            throws IOException, InterruptedException {
        Meter.Watcher checking = checking(copy == null ? "warm-up" : "copying", transport, digests);
        if (copy == null) {
            meter.warm(checking);
            return;
        }
        TreeWriter writer = new TreeWriter(copy, tree);
        writing(writer::begin);
        meter.warm(new Meter.Watcher() {
            @Override
            public void arrived(long at, long length) throws IOException, InterruptedException {
                checking.arrived(at, length);
                MemorySegment piece = transport.room().asSlice(0, length);
                writing(() -> writer.write(at, piece));
            }

            @Override
            public void progress(double fraction) {
                checking.progress(fraction);
            }
        });
        writing(writer::finish);
    }

    /// Does something about the copy; what fails there says nothing about the provider.
    private static void writing(Copying step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new CommandFailure("cannot write the copy: " + e,
                    "name a folder that you may write, with room for the tree");
        }
    }

    private void overTcp(ProviderProxy provider, Tree tree, Digests digests)
            throws IOException, InterruptedException {
        long room = Math.min(tree.bytes(), MAX_ROOM_BYTES);
        try (TcpTransport transport = TcpTransport.connect(provider.port(), room)) {
            Meter meter = new Meter(transport, provider, tree);
            meter.warm(checking("TCP warm-up", transport, digests));
            Measurement result = meter.measure(checking("TCP", transport, digests));
            out.println(ConsumerLines.TCP + result.text());
        }
    }

    private Meter.Watcher checking(String phase, Transport transport, Digests digests) {
        return new Meter.Watcher() {
            @Override
            public void arrived(long position, long length) {
                MemorySegment piece = transport.room().asSlice(0, length);
                digests.check(position, piece);
            }

            @Override
            public void progress(double fraction) {
                sayProgress(phase, fraction);
            }
        };
    }

    private void sayProgress(String phase, double fraction) {
        long now = System.nanoTime();
        if (fraction >= 1 || now - lastProgress > 100_000_000) {
            lastProgress = now;
            out.println(ConsumerLines.PROGRESS + fraction + " " + phase);
        }
    }
}
