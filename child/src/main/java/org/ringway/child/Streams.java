// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Poller;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;

/// Streams of bytes between this partition and others: what `org.ringway.sockets` is made of, whose
/// channels and sockets most programs want instead.
///
/// - **Thread:** any. Timeouts, interruption, refusal and root loss are as [ChildPartition] says.
public final class Streams {
    private final ControlThread control;
    private final RingPool rings;
    private final OfferIds ids;
    private final JoinOptions join;

    /// Where numbers for offers come from.
    interface OfferIds {
        OfferId next();
    }

    Streams(ControlThread control, OwnMemory memory, OfferIds ids, JoinOptions join) {
        this.control = control;
        this.rings = memory.streamRings();
        this.ids = ids;
        this.join = join;
    }

    /// {@return what this partition calls itself}
    public Name name() {
        return join.name();
    }

    /// {@return what a call allows itself that is given no time}
    public Duration timeout() {
        return join.timeout();
    }

    /// The partition is being closed: nobody is accepted any more.
    void close() {
        List.copyOf(control.performer().listeners().values()).forEach(StreamListener::close);
    }

    /// {@return a new poller that can watch streams of this partition, to be closed by the caller}
    public Poller newPoller() {
        return join.platform().poller();
    }

    /// Takes connections on a service.
    ///
    /// @param service the service
    /// @param scope who may connect: one of [org.ringway.wire.SocketIds], or a partition
    /// @param name what people are told, and what rules look at
    /// @param backlog how many connections may wait to be accepted
    /// @param options how accepted streams wait
    /// @return takes the streams
    /// @throws InterruptedException if interrupted while it waits
    public StreamListener listen(Guid service, Guid scope, Name name, int backlog,
            StreamOptions options) throws InterruptedException {
        StreamListener listener = new StreamListener(
                new SocketListen(ids.next(), backlog, service, scope, name), options,
                this::withdrawn);
        control.performer().listeners().put(listener.id(), listener);
        boolean stands = false;
        try {
            stands = control.call(new Pending.Done("listen: name=" + name), (machine, request) ->
                    machine.listen(request, listener.said()), join.timeout());
            return listener;
        } finally {
            if (!stands) {
                withdrawn(listener);
            }
        }
    }

    private void withdrawn(StreamListener listener) {
        if (control.performer().listeners().remove(listener.id()) != null) {
            control.tell(machine -> machine.withdraw(listener.id()));
        }
    }

    /// Connects to a service that a partition listens on.
    ///
    /// @param partition whose: one of [org.ringway.wire.SocketIds], or a partition
    /// @param service the service
    /// @param options how large the rings are, and how the stream waits
    /// @param atMost how long to wait
    /// @return the stream, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    public RingStream connect(Guid partition, Guid service, StreamOptions options, Duration atMost)
            throws InterruptedException {
        Guid endpoint = Guid.of(UUID.randomUUID());
        RingSize size = RingSize.of(options);
        Connecting connecting =
                new Connecting(partition, service, endpoint, options, rings.take(size));
        RingStream stream = control.call(connecting, connecting::begin, atMost);
        rings.used(size);
        return stream;
    }
}
