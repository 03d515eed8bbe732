// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.OfferListener;
import org.ringway.child.Service;
import org.ringway.child.StreamListener;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.SocketIds;

/// What a relay costs without any emulation: three partitions in this JVM, one of them between the
/// two others, and the same without it. No test; it prints what it sees.
///
///     near ── ring ── host ── ring ── far        beside        near ── ring ── far
final class RelayRate implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ROUNDS = 3;
    private static final int[] PACKETS = {64, 1024, 4096, 16384};
    private static final int STREAM_BYTES = 1 << 16;
    private static final int CHECK_EACH = 64;
    private static final PortMapping PORT =
            new PortMapping(6001, Guid.ofName("far"), SocketIds.ofPort(7000));

    private final TestRoot root = new TestRoot(Files.createTempDirectory("relay"));
    private final ChildPartition near = root.join("near");
    private final ChildPartition host = root.join("near-host");
    private final ChildPartition far = root.join("far");

    private RelayRate() throws IOException, InterruptedException {}

    public static void main(String[] arguments) throws Exception {
        try (RelayRate rate = new RelayRate()) {
            for (int bytes : PACKETS) {
                rate.packets(bytes);
            }
            rate.streams();
        }
    }

    private void packets(int bytes) throws InterruptedException {
        String name = "packets of " + bytes;
        HostOffers offered = new HostOffers();
        try (Service service = far.offer(name); OfferRelay _ = OfferRelay.start(host, near.id(),
                new GuestReach(List.of(), null, true), offered, new Quiet())) {
            double direct = rate(near.open(near.awaitOffer(name, LONG)), service, bytes);
            double relayed = rate(near.open(relayed(offered), ChannelOptions.DEFAULT),
                    service, bytes);
            print(name, direct, relayed);
        }
    }

    private Offer relayed(HostOffers offered) throws InterruptedException {
        var found = new CompletableFuture<Offer>();
        try (var _ = near.watch(new OfferListener() {
            @Override
            public void appeared(Offer offer) {
                if (offered.has(offer.content().interfaceId(),
                        offer.content().instanceId())) {
                    found.complete(offer);
                }
            }

            @Override
            public void rescinded(Offer offer) {}
        })) {
            return found.join();
        }
    }

    /// Takes what is there, and waits if nothing is.
    private interface Taking {
        /// {@return bytes}
        long take() throws InterruptedException;
    }

    /// {@return bytes per second in the best round}
    private static double best(Taking taking) throws InterruptedException {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long bytes = 0;
            long now = start;
            while (now - start < ROUND_NANOS) {
                bytes += taking.take();
                now = System.nanoTime();
            }
            best = Math.max(best, bytes / (double) (now - start));
        }
        return best * TimeUnit.SECONDS.toNanos(1);
    }

    private static double rate(BusChannel from, Service service, int bytes)
            throws InterruptedException {
        try (from; BusChannel to = service.accept()) {
            MemorySegment payload = Arena.ofAuto().allocate(bytes);
            Thread writer = Thread.ofPlatform().daemon().start(() -> send(from, payload));
            return best(() -> bytes * (long) to.receive(_ -> { }, CHECK_EACH, LONG));
        }
    }

    private static void send(BusChannel to, MemorySegment payload) {
        try {
            while (true) {
                to.send(payload);
            }
        } catch (BusException | InterruptedException _) {
            // Enough.
        }
    }

    private void streams() throws InterruptedException {
        try (StreamListener listener = far.streams().listen(PORT.service(), SocketIds.WILDCARD,
                Name.of("far"), 4, StreamOptions.DEFAULT);
                GuestRelay _ = GuestRelay.start(host.streams(), near.id(), List.of(PORT),
                        new HostOffers())) {
            double direct = rate(near.streams().connect(PORT.partition(), PORT.service(),
                    StreamOptions.DEFAULT, LONG), listener);
            double relayed = rate(near.streams().connect(SocketIds.WILDCARD,
                    GuestRelay.service(near.id(), PORT), StreamOptions.DEFAULT, LONG), listener);
            print("a stream, writes of " + STREAM_BYTES, direct, relayed);
        }
    }

    private static double rate(RingStream from, StreamListener listener)
            throws InterruptedException {
        try (RingStream to = Objects.requireNonNull(listener.accept(LONG))) {
            MemorySegment written = Arena.ofAuto().allocate(STREAM_BYTES);
            MemorySegment read = Arena.ofAuto().allocate(STREAM_BYTES);
            Thread writer = Thread.ofPlatform().daemon().start(() -> write(from, written));
            double best = best(() -> to.read(RingStream.FOR_EVER, read));
            to.abort();
            writer.join();
            return best;
        }
    }

    private static void write(RingStream to, MemorySegment bytes) {
        try (to) {
            while (true) {
                to.write(RingStream.FOR_EVER, bytes);
            }
        } catch (BusException _) {
            // Enough.
        }
    }

    private static void print(String what, double direct, double relayed) {
        double mib = 1 << 20;
        System.out.printf("%-28s direct %8.0f MiB/s   relayed %8.0f MiB/s   %.2f%n", what,
                direct / mib, relayed / mib, relayed / direct);
    }

    @Override
    public void close() {
        far.close();
        host.close();
        near.close();
        root.close();
    }

    private static final class Quiet implements GuestListener {
        @Override
        public void console(byte value) {}

        @Override
        public void note(String line) {
            System.out.println(line);
        }
    }
}
