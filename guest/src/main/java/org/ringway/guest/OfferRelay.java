// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.OfferListener;
import org.ringway.child.OfferWatch;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;

/// Offers to one guest what others offer, and carries the packets of its channels to theirs: they
/// see the memory of the partition beside the guest, and not the guest's.
///
/// It sees what the root's policy lets that partition see. Channels outlive the root.
final class OfferRelay implements OfferListener, AutoCloseable {
    private final ChildPartition host;
    private final PartitionId guest;
    private final GuestReach reach;
    private final HostOffers offered;
    private final Object bond;
    private final GuestListener listener;
    private final Map<Offer, Service> services = new HashMap<>();
    private @Nullable OfferWatch watch;
    private boolean closed;

    private OfferRelay(ChildPartition host, PartitionId guest, GuestReach reach,
            HostOffers offered, GuestListener listener) {
        this.host = host;
        this.guest = guest;
        this.reach = reach;
        this.offered = offered;
        this.bond = offered.bond();
        this.listener = listener;
    }

    /// Begins to offer.
    ///
    /// @param host who carries; stays open
    /// @param guest for whom
    /// @param offered is told of every offer
    /// @param listener hears what is refused
    /// @return it; offers nothing if the guest sees everybody's offers itself
    static OfferRelay start(ChildPartition host, PartitionId guest, GuestReach reach,
            HostOffers offered, GuestListener listener) {
        OfferRelay relay = new OfferRelay(host, guest, reach, offered, listener);
        if (reach.isRelayed()) {
            relay.watch(host.watch(relay));
        }
        return relay;
    }

    private synchronized void watch(OfferWatch begun) {
        watch = begun;
    }

    @Override
    public synchronized void appeared(Offer offer) {
        OfferContent content = offer.content();
        if (closed || content.isSocket() || !reach.allows(content.interfaceId())
                || !offered.holds(bond)) {
            return;
        }
        Guid instance = offered.instance(content.interfaceId());
        try {
            Service service = host.offer(offer.name().value(),
                    new OfferContent(content.interfaceId(), instance, content.flags(),
                            content.userData()),
                    ServiceOptions.DEFAULT.offeredTo(guest).withChannels(PacketRelay.OPTIONS));
            services.put(offer, service);
            Thread.ofVirtual().name("guest relay " + offer.name())
                    .start(() -> serve(service, offer));
        } catch (RefusedException e) {
            offered.forget(content.interfaceId(), instance);
            listener.note("an offer cannot be relayed: " + e.getMessage());
        } catch (BusException _) {
            // The root has gone; another one's offers are relayed anew.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void rescinded(Offer offer) {
        if (!host.isRootLost() && services.remove(offer) instanceof Service service) {
            withdraw(service);
        }
    }

    /// First it is not ours any more: whoever offers the same afterwards is somebody else.
    private void withdraw(Service service) {
        offered.forget(service.content().interfaceId(), service.content().instanceId());
        service.close();
    }

    private void serve(Service service, Offer offer) {
        try {
            while (true) {
                BusChannel near = service.accept();
                Thread.ofVirtual().name("guest relay").start(() -> carry(near, offer));
            }
        } catch (BusException _) {
            // It is closed, or another root does not let us offer it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(BusChannel near, Offer offer) {
        try (near) {
            if (!offered.holds(bond)) {
                return; // Whoever has the guest's number now is another one.
            }
            PacketRelay.carry(near,
                    host.open(offer, PacketRelay.like(near), near.openData()));
        } catch (BusException e) {
            listener.note("a channel cannot be relayed: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.close();
        }
        services.values().forEach(this::withdraw);
        services.clear();
    }
}
