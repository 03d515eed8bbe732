// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.Failure;
import org.ringway.child.machine.Listing;
import org.ringway.child.machine.RequestId;
import org.ringway.child.machine.SeenOffer;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.WireBytes;

/// Does what the machine wants done, and tells who waits for it.
///
/// - **Thread:** the control thread, but for [#services], [#listeners], [#self] and [#isRootLost].
final class Performer {
    private final ControlThread control;
    private final OfferBoard board;
    private final Channels channels;
    private final Inspector inspector;
    private final Map<RequestId, Pending<?>> pending = new HashMap<>();
    private final Map<OfferId, Service> services = new ConcurrentHashMap<>();
    private final Ports ports;
    private final Map<OfferId, StreamListener> listeners = new ConcurrentHashMap<>();
    private Pending.@Nullable Done joining;
    private volatile PartitionId self = new PartitionId(0);
    private volatile boolean rootLost;

    Performer(ControlThread control, OfferBoard board, Channels channels, Inspector inspector,
            Ports ports) {
        this.ports = ports;
        this.control = control;
        this.board = board;
        this.channels = channels;
        this.inspector = inspector;
    }

    /// {@return the services of this partition, by their numbers}
    Map<OfferId, Service> services() {
        return services;
    }

    Ports ports() {
        return ports;
    }

    /// {@return what this partition listens on, by the same numbers}
    Map<OfferId, StreamListener> listeners() {
        return listeners;
    }

    PartitionId self() {
        return self;
    }

    boolean isRootLost() {
        return rootLost;
    }

    void expectJoin(Pending.Done first) {
        joining = first;
    }

    void expect(RequestId id, Pending<?> request) {
        pending.put(id, request);
    }

    /// Nobody waits for a request any more.
    ///
    /// @return whether the machine has to be told
    boolean abandon(RequestId id) {
        Pending<?> request = pending.remove(id);
        if (request != null) {
            request.abandoned();
        }
        return request != null;
    }

    void perform(Effect effect) {
        switch (effect) {
            case Effect.Send(var message, var handles) -> control.send(message, handles);
            case Effect.CloseHandles(var handles) -> handles.forEach(Handle::close);
            case Effect.CloseDoorbell(var doorbell) -> channels.closeDoorbell(doorbell);
            case Effect.Joined(var partition, _) -> joined(partition);
            case Effect.JoinRefused(var reason) -> refused(reason);
            case Effect.LinkLost(var failure) -> lost(failure);
            case Effect.Left _ -> control.left();
            case Effect.Answered(var id) -> done(id, true);
            case Effect.Granted(var id, var gpadls) -> granted(id, gpadls);
            case Effect.SubchannelsOffered(var id, var offers) -> offered(id, offers);
            case Effect.SubchannelsAllowed(var id, var count) -> allowed(id, count);
            case Effect.Failed(var id, var failure) -> failed(id, failure);
            case Effect.Listed(var id, var listing) -> listed(id, listing);
            case Effect.Inspected(var id, var answer) -> inspected(id, answer);
            case Effect.Describe asked ->
                    inspector.answer(asked, inspectServices(), pending.size());
            case Effect.OfferAppeared(var offer) -> board.add(offer(offer));
            case Effect.OfferRescinded(var offer) -> board.remove(offer(offer));
            case Effect.ServiceRefused(var id, var reason) -> serviceRefused(id, reason);
            case Effect.Posted(var id, var accepted) -> done(id, accepted);
            case Effect.MessageArrived(var message) -> ports.arrived(message);
            case Effect.FlagsArrived(var flags) -> ports.arrived(flags);
            case Effect.PortRefused(var port, var reason) -> ports.refused(port, reason);
            case Effect.Connecting(var id, var offer) -> connecting(id, offer);
            case Effect.Opened opened -> opened(opened);
            case Effect.Accept wish -> accept(wish);
            case Effect.MapGrant grant -> channels.map(grant);
            case Effect.UnmapGrant(var key, var gpadl) -> channels.unmap(key, gpadl);
            case Effect.EndChannel(var key, var reason) -> channels.end(key, reason);
            case Effect.Ignored(var what) -> control.ignored(what);
        }
    }

    private static Offer offer(SeenOffer seen) {
        return new Offer(seen.relId(), seen.provider(), seen.name(), seen.content());
    }

    private void joined(PartitionId partition) {
        self = partition;
        rootLost = false;
        board.up();
        control.joined();
        if (joining != null) {
            joining.complete(true);
            joining = null;
        }
    }

    private void refused(Failure.Refused reason) {
        failJoining(Failures.exceptions(reason));
        control.hangUp(reason.text());
    }

    private void lost(Failure.RootLost failure) {
        rootLost = true;
        board.down(Failures.exceptions(failure));
        failJoining(Failures.exceptions(failure));
    }

    /// Who could not join at first does not try again.
    private void failJoining(Supplier<? extends RuntimeException> reason) {
        if (joining != null) {
            joining.fail(reason);
            joining = null;
            control.left();
        }
    }

    private void done(RequestId id, boolean result) {
        if (pending.remove(id) instanceof Pending.Done asking) {
            asking.complete(result);
        }
    }

    private void granted(RequestId id, List<GpadlId> gpadls) {
        if (pending.remove(id) instanceof Pending.Granted asking) {
            asking.complete(gpadls);
        }
    }

    private void offered(RequestId id, List<SeenOffer> offers) {
        if (pending.remove(id) instanceof Pending.Subchannels asking) {
            asking.complete(offers);
        }
    }

    private void allowed(RequestId id, int count) {
        if (pending.remove(id) instanceof Pending.Allowed asking) {
            asking.complete(count);
        }
    }

    private void failed(RequestId id, Failure failure) {
        Pending<?> request = pending.remove(id);
        if (request != null) {
            request.abandoned();
            request.fail(Failures.exceptions(failure));
        }
    }

    private void connecting(RequestId id, SeenOffer offer) {
        if (pending.get(id) instanceof Connecting connecting) {
            connecting.opening(offer);
        }
    }

    private void opened(Effect.Opened effect) {
        switch (pending.remove(effect.request())) {
            case Opening opening -> channels.opened(opening, effect);
            case Connecting connecting -> channels.opened(connecting, effect);
            case null, default -> {
                channels.closeDoorbell(effect.doorbell());
                channels.closed(effect.key());
            }
        }
    }

    private void accept(Effect.Accept wish) {
        StreamListener listener = listeners.get(wish.open().offerId());
        if (listener == null) {
            channels.accept(wish, services.get(wish.open().offerId()));
        } else {
            channels.accept(wish, listener);
        }
    }

    private void listed(RequestId id, Listing listing) {
        if (pending.remove(id) instanceof Pending.Listed list) {
            list.complete(new BusListing(
                    listing.partitions(), listing.offers(), listing.channels(),
                    listing.ports()));
        }
    }

    private void inspected(RequestId id, WireBytes answer) {
        if (pending.remove(id) instanceof Pending.Inspection asking) {
            asking.complete(answer);
        }
    }

    private void serviceRefused(OfferId id, Failure reason) {
        Service service = services.remove(id);
        StreamListener listener = listeners.remove(id);
        if (service != null) {
            service.end(Failures.exceptions(reason));
        } else if (listener != null) {
            listener.end(Failures.exceptions(reason));
        }
    }

    private List<Branch> inspectServices() {
        return Stream.concat(services.values().stream().map(Service::inspect),
                listeners.values().stream().map(StreamListener::inspect)).toList();
    }

    /// Everybody who waits is told, every channel and service ends.
    void end() {
        Supplier<ChannelClosedException> closed =
                () -> new ChannelClosedException("partition is closed");
        board.down(closed);
        failJoining(closed);
        services.values().forEach(service -> service.end(closed));
        ports.end(closed);
        listeners.values().forEach(listener -> listener.end(closed));
        channels.end();
        for (Pending<?> request : List.copyOf(pending.values())) {
            request.abandoned();
            request.fail(closed);
        }
        pending.clear();
    }
}
