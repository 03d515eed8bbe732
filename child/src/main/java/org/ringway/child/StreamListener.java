// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;

/// Takes the connections that others make to a service of this partition.
///
/// It outlives the root: a new one is told of it.
///
/// - **Thread:** any. **Blocking:** [#accept] only.
public final class StreamListener implements AutoCloseable {
    private final SocketListen said;
    private final StreamOptions options;
    private final Consumer<StreamListener> withdrawal;
    private final Backlog<RingStream> backlog;

    /// @param said what it takes; of a call its scope is the guest
    StreamListener(SocketListen said, StreamOptions options,
            Consumer<StreamListener> withdrawal) {
        this.said = said;
        this.options = options;
        this.withdrawal = withdrawal;
        this.backlog = new Backlog<>(said.backlog());
    }

    OfferId id() {
        return said.offerId();
    }

    SocketListen said() {
        return said;
    }

    StreamOptions options() {
        return options;
    }

    /// {@return what it is called}
    public Name name() {
        return said.name();
    }

    /// Waits for somebody to connect.
    ///
    /// @param atMost how long to wait; zero only looks
    /// @return the stream, to be closed by the caller; null if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    /// @throws ChannelClosedException if this is closed, before or meanwhile
    /// @throws org.ringway.RefusedException if a new root does not let this partition listen
    public @Nullable RingStream accept(Duration atMost) throws InterruptedException {
        return backlog.accept(atMost);
    }

    /// {@return whether [#accept] would not wait}
    public boolean isReady() {
        return backlog.size() > 0 || !backlog.isOpen();
    }

    /// Has somebody told when [#accept] would not wait any more.
    ///
    /// @param watcher called on a thread that must not be held up; null for nobody
    public void tell(@Nullable Runnable watcher) {
        backlog.watch(watcher);
    }

    boolean hasRoom() {
        return backlog.hasRoom();
    }

    void add(RingStream stream) {
        if (!backlog.add(stream)) {
            stream.abort();
        }
    }

    /// Listens no more. Connections that nobody has accepted are reset; the others go on.
    /// Idempotent.
    @Override
    public void close() {
        end(() -> new ChannelClosedException("listener is closed: name=" + name()));
        withdrawal.accept(this);
    }

    void end(Supplier<? extends RuntimeException> reason) {
        backlog.end(reason).forEach(RingStream::abort);
    }

    Branch inspect() {
        return branch(Integer.toUnsignedString(id().value()), leaf("name", name().value()),
                leaf("serviceId", said.serviceId().toString()),
                leaf("scope", said.scope().toString()), leaf("open", backlog.isOpen()),
                leaf("waitingToBeAccepted", backlog.size()), leaf("backlog", said.backlog()));
    }

    @Override
    public String toString() {
        return "StreamListener[" + name() + "]";
    }
}
