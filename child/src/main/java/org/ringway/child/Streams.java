// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.child.machine.ChildMachine;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.OfferRequest;
import org.ringway.child.machine.RequestId;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Poller;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Streams of bytes between this partition and others: what `org.ringway.sockets` is made of, whose
/// channels and sockets most programs want instead.
///
/// - **Thread:** any. Timeouts, interruption, refusal and root loss are as [ChildPartition] says.
public final class Streams {
    /// What a connection to a guest is called: rules look at it.
    private static final Name CONNECTION = Name.of("connection");

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
        return begin(listener, new Pending.Done("listen: name=" + name),
                (machine, request) -> machine.listen(request, listener.said()), join.timeout());
    }

    private StreamListener begin(StreamListener listener, Pending.Done asking,
            BiFunction<ChildMachine, RequestId, List<Effect>> question, Duration atMost)
            throws InterruptedException {
        control.performer().listeners().put(listener.id(), listener);
        boolean stands = false;
        try {
            stands = control.call(asking, question, atMost);
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

    /// Connects to a service that a partition listens on, or to a port on which a program in a
    /// guest listens. The guest makes the rings of such a stream, and who does not listen there
    /// says nothing: that is a time that has passed.
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
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
        try {
            RingStream stream = control.call(connecting, connecting::begin, atMost);
            rings.used(size);
            return stream;
        } catch (RefusedException e) {
            if (e.status() != Status.NOT_SUPPORTED.code()) {
                throw e;
            }
        }
        return call(guest(partition, deadline), service, options, deadline);
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private PartitionId guest(Guid partition, long deadline) throws InterruptedException {
        BusListing all = control.call(new Pending.Listed(),
                (machine, id) -> machine.list(id, RingwayToRoot.List.PARTITIONS),
                until(deadline));
        return all.partitions().stream().map(RingwayToChild.PartitionEntry::partition)
                .filter(each -> partition.equals(SocketIds.ofPartition(each.partition()))
                        || partition.equals(Guid.ofName(each.name().value())))
                .map(PeerFacts::partition).findFirst()
                .orElseThrow(() -> new RefusedException("guest has gone: partition=" + partition,
                        Status.HOST_UNREACHABLE.code()));
    }

    /// A guest is offered its connections, one offer each, which is over once it has opened it.
    private RingStream call(PartitionId guest, Guid service, StreamOptions options,
            long deadline) throws InterruptedException {
        SocketListen said = new SocketListen(
                ids.next(), 1, service, SocketIds.ofPartition(guest), CONNECTION);
        OfferContent content = new OfferContent(service, Guid.of(UUID.randomUUID()),
                OfferContent.SOCKET_FLAGS, UserData.ofSocketToGuest());
        ChildOffer offer = new ChildOffer(said.offerId(), content, CONNECTION, 0);
        String what = "connect: guest=" + guest.value() + " service=" + service;
        try (StreamListener called = begin(new StreamListener(said, options, this::withdrawn),
                new Pending.Done(what), (machine, request) ->
                        machine.offer(new OfferRequest(request, offer, guest)),
                until(deadline))) {
            RingStream stream = called.accept(until(deadline));
            if (stream == null) {
                throw new BusTimeoutException("no program in the guest listens there, or it does"
                        + " not accept in time: " + what);
            }
            return stream;
        }
    }
}
