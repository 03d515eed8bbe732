// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringway.BusException;
import org.ringway.child.StreamListener;
import org.ringway.child.Streams;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.SocketIds;

/// Carries a guest's streams to other guests: each of two guests has the rings of its own, so
/// somebody has to copy from one to the other, once.
///
/// A guest is connected here before the other guest has said yes; if that says no, the stream is
/// reset.
final class GuestRelay implements AutoCloseable {
    /// Connections of one port that wait to be carried.
    private static final int BACKLOG = 16;
    private static final Duration LONG = Duration.ofDays(1);
    /// How long a copy waits for room before it lets go of the other ring for a moment.
    private static final long WHILE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Streams streams;
    private final HostOffers numbers;
    private final Object bond;
    private final List<StreamListener> listeners = new ArrayList<>();

    private GuestRelay(Streams streams, HostOffers numbers) {
        this.streams = streams;
        this.numbers = numbers;
        this.bond = numbers.bond();
    }

    /// {@return the service under which a port's connections are carried}
    ///
    /// @param guest who connects
    static Guid service(PartitionId guest, PortMapping port) {
        return Guid.ofName("relay " + guest.value() + " " + port.port());
    }

    /// Listens for what a guest's ports mean.
    ///
    /// @param streams of the partition beside it
    /// @param guest who alone may connect
    /// @param numbers knows how long that number means the guest
    static GuestRelay start(Streams streams, PartitionId guest, List<PortMapping> ports,
            HostOffers numbers) throws InterruptedException {
        GuestRelay relay = new GuestRelay(streams, numbers);
        try {
            for (PortMapping port : ports) {
                relay.listen(guest, port);
            }
            return relay;
        } catch (RuntimeException | InterruptedException e) {
            relay.close();
            throw e;
        }
    }

    private void listen(PartitionId guest, PortMapping port) throws InterruptedException {
        StreamListener listener = streams.listen(service(guest, port),
                SocketIds.ofPartition(guest), Name.of("relay"), BACKLOG, StreamOptions.DEFAULT);
        listeners.add(listener);
        Thread.ofVirtual().name("guest relay " + port.port()).start(() -> serve(listener, port));
    }

    private void serve(StreamListener listener, PortMapping port) {
        try {
            while (true) {
                RingStream stream = listener.accept(LONG);
                if (stream != null) {
                    Thread.ofVirtual().name("guest relay").start(() -> carry(stream, port));
                }
            }
        } catch (BusException _) {
            // It is closed, or a new root does not let us listen.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(RingStream near, PortMapping port) {
        if (!numbers.holds(bond)) {
            near.abort(); // Whoever has the guest's number now is another one.
            return;
        }
        try {
            RingStream far = streams.connect(
                    port.partition(), port.service(), StreamOptions.DEFAULT, streams.timeout());
            Thread back = Thread.ofVirtual().name("guest relay").start(() -> copy(far, near));
            copy(near, far);
            back.join();
            near.close();
            far.close();
        } catch (BusException _) {
            near.abort();
        } catch (InterruptedException _) {
            near.abort();
            Thread.currentThread().interrupt();
        }
    }

    /// Until one side ends its stream; if it breaks, so does the other.
    private static void copy(RingStream from, RingStream to) {
        try {
            long got = 0;
            while (got != RingStream.END) {
                got = from.readLent(RingStream.FOR_EVER, lent -> (int) to.write(WHILE, lent));
            }
            to.shutdownOutput();
        } catch (BusException | IOException _) {
            from.abort();
            to.abort();
        }
    }

    @Override
    public void close() {
        listeners.forEach(StreamListener::close);
    }
}
