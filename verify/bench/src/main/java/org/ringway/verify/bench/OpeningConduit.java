// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit;

/// Opens a connection for each message and its answer: when both are there, either side can use it.
///
/// They are opened one by one with a moment in between, in which whoever keeps something ready for
/// the next one can do so; it is not counted.
///
/// - **Thread:** one.
final class OpeningConduit implements Conduit {
    /// A connection.
    interface Line {
        /// As [Conduit#send].
        void send(MemorySegment message) throws IOException, InterruptedException;

        /// Takes one message.
        void receive(Conduit.Sink sink) throws IOException, InterruptedException;

        void close() throws IOException;
    }

    /// Where connections are made: opened at the near end, accepted at the far one.
    interface Door {
        Line open() throws IOException, InterruptedException;

        void close() throws IOException;
    }

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Door door;
    private final boolean near;
    private @Nullable Line line;

    OpeningConduit(Door door, boolean near) {
        this.door = door;
        this.near = near;
    }

    @Override
    public void prepare(long bytes, boolean gathered) throws IOException {
        if (near) {
            renew();
        }
    }

    @Override
    public void send(MemorySegment message) throws IOException, InterruptedException {
        if (line == null) {
            line = door.open();
        }
        line.send(message);
    }

    @Override
    public void receive(Sink sink) throws IOException, InterruptedException {
        if (!near) {
            renew();
            line = door.open();
        }
        if (line == null) {
            throw new IllegalStateException("nothing was sent that could be answered");
        }
        line.receive(sink);
    }

    @Override
    public void renew() throws IOException {
        if (line != null) {
            line.close();
            line = null;
        }
        if (near) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        renew();
        door.close();
    }
}
