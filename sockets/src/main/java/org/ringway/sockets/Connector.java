// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.child.Streams;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;

/// What a channel is connected to, or is about to be.
///
/// - **Thread:** any.
final class Connector {
    /// Something that is done with a stream.
    interface Operation {
        long run(RingStream stream, long nanos) throws IOException;
    }

    private final Streams streams;
    private volatile StreamOptions options;
    private volatile @Nullable RingStream stream;
    private volatile @Nullable HvSocketAddress local;
    private volatile @Nullable HvSocketAddress remote;
    private @Nullable Connection connection;
    private @Nullable Runnable watcher;
    private boolean closed;

    Connector(Streams streams, StreamOptions options) {
        this.streams = streams;
        this.options = options;
    }

    /// Begins with a stream that somebody else has connected.
    synchronized void begin(RingStream made, HvSocketAddress here, HvSocketAddress there) {
        local = here;
        remote = there;
        stream = made;
    }

    Streams streams() {
        return streams;
    }

    StreamOptions options() {
        return options;
    }

    /// Changes how large the rings are to be; too late once it connects.
    synchronized void resize(UnaryOperator<StreamOptions> change) {
        if (connection == null && stream == null) {
            options = change.apply(options);
        }
    }

    synchronized Connection start(HvSocketAddress to, Duration atMost) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (stream != null) {
            throw new AlreadyConnectedException();
        }
        if (connection != null) {
            throw new ConnectionPendingException();
        }
        Connection begun = new Connection(streams, to, options, atMost);
        connection = begun;
        begun.begin();
        tellWhenDone(begun);
        return begun;
    }

    /// {@return what was begun, or null if it is through}
    synchronized @Nullable Connection pending() {
        if (connection == null && stream == null) {
            throw new NoConnectionPendingException();
        }
        return connection;
    }

    /// Waits for what was begun.
    void finish(Connection begun) throws IOException, InterruptedException {
        RingStream made;
        try {
            made = begun.get();
        } finally {
            synchronized (this) {
                connection = null;
            }
        }
        adopt(made, begun.remote());
    }

    private synchronized void adopt(RingStream made, HvSocketAddress there)
            throws AsynchronousCloseException {
        if (closed) {
            made.abort();
            throw new AsynchronousCloseException();
        }
        made.tell(watcher);
        begin(made, HvSocketAddress.of(streams.name().value(), "0"), there);
    }

    synchronized boolean isPending() {
        return connection != null;
    }

    /// Whether finishing would not wait.
    synchronized boolean isDone() {
        return connection != null && connection.isDone();
    }

    /// Has somebody told when something may have changed; null for nobody.
    synchronized void tell(@Nullable Runnable by) {
        watcher = by;
        if (connection != null) {
            tellWhenDone(connection);
        }
        if (stream != null) {
            stream.tell(by);
        }
    }

    private void tellWhenDone(Connection begun) {
        Runnable watching = watcher;
        if (watching != null) {
            begun.whenDone(watching);
        }
    }

    synchronized boolean isWatched() {
        return watcher != null;
    }

    /// @param orderly whether the other side is to see the end of the stream, not a reset
    void close(boolean orderly) {
        Connection begun;
        synchronized (this) {
            closed = true;
            begun = connection;
        }
        if (begun != null) {
            begun.giveUp();
        }
        RingStream open = stream;
        if (open != null && orderly) {
            open.close();
        } else if (open != null) {
            open.abort();
        }
    }

    /// @param reads whether it reads, not writes
    long perform(boolean reads, long nanos, Operation operation) throws IOException {
        RingStream open = connected();
        try {
            return operation.run(open, nanos);
        } catch (BusException e) {
            throw reads ? SocketFailures.ofRead(open, e) : SocketFailures.ofWrite(open, e);
        }
    }

    @Nullable RingStream stream() {
        return stream;
    }

    RingStream connected() {
        RingStream open = stream;
        if (open == null) {
            throw new NotYetConnectedException();
        }
        return open;
    }

    @Nullable HvSocketAddress local() {
        return local;
    }

    @Nullable HvSocketAddress remote() {
        return remote;
    }
}
