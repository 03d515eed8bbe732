// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Finds who listens where somebody wants to connect to, and makes an offer of the connection.
///
/// A plain client can name no partition, unless its machine does: whoever listens on its service
/// will do. A guest listens by itself, so whoever wants to reach it offers it the connection.
final class SocketMachine {
    /// Connections that one partition may have been offered and not opened yet.
    static final int MAX_UNOPENED = 16;

    private final Bus bus;

    SocketMachine(Bus bus) {
        this.bus = bus;
    }

    /// Success is an offer. Before 4.1 there is no answer to anything else.
    void connect(Partition from, TlConnectRequest message) {
        try {
            checkUnopened(from);
            Offer listener = find(from, message);
            checkBacklog(listener);
            offer(from, listener, listener.connection(message.endpointId(),
                    from.isRingway() ? UserData.PIPE_STREAM : UserData.PIPE_BYTES));
        } catch (Refusal refusal) {
            if (from.speaks(ProtocolVersion.V4_1)) {
                bus.out.refuse(from, ControlCodec.typeOf(message), 0, refusal,
                        new TlConnectResult(message.endpointId(), message.serviceId(),
                                refusal.status()));
            }
        }
    }

    private static boolean isUnopened(Port port) {
        return port instanceof ConsumerPort consumer && consumer.isUnopened();
    }

    private Offer find(Partition from, TlConnectRequest message) {
        Guid target = from.isRingway() || from.isGuest()
                ? message.siloId() : SocketIds.WILDCARD;
        String denial = null;
        for (Offer offer : bus.offers()) {
            if (listens(offer, message.serviceId(), target, from)) {
                denial = whyNot(from, offer);
                if (denial == null) {
                    return offer;
                }
            }
        }
        if (denial != null) {
            throw bus.denial(from, denial);
        }
        if (!isThere(target, from)) {
            throw new Refusal(Status.HOST_UNREACHABLE,
                    "no such partition: partition=" + target);
        }
        if (bus.partitions().stream().anyMatch(each -> each.isGuest() && each.isCalled(target))) {
            throw new Refusal(Status.NOT_SUPPORTED,
                    "a guest is offered its connections: partition=" + target);
        }
        throw new Refusal(Status.CONNECTION_REFUSED,
                "nobody listens there: service=" + message.serviceId());
    }

    /// Whether an offer listens where somebody wants to connect to, for this one, too. What a
    /// partition may not see is not there.
    private boolean listens(Offer offer, Guid service, Guid target, Partition from) {
        Offer.Listening listening = offer.listening();
        Partition provider = offer.provider();
        return listening != null && offer.content().interfaceId().equals(service)
                && isNamed(provider, target, from) && admits(listening.scope(), from, provider)
                && (provider == from || bus.policy().maySee(from.peer(), offer.facts()));
    }

    private @Nullable String whyNot(Partition from, Offer offer) {
        return offer.provider() == from
                ? null : bus.policy().whyNotOpen(from.peer(), offer.facts());
    }

    /// Whether a partition is the one that somebody names.
    private static boolean isNamed(Partition partition, Guid name, Partition by) {
        return name.equals(SocketIds.WILDCARD)
                || name.equals(SocketIds.LOOPBACK) && partition == by
                || partition.isCalled(name);
    }

    private static boolean admits(Guid scope, Partition consumer, Partition provider) {
        return scope.equals(SocketIds.WILDCARD)
                || scope.equals(SocketIds.CHILDREN) && consumer != provider
                || scope.equals(SocketIds.LOOPBACK) && consumer == provider
                || consumer.isCalled(scope);
    }

    private boolean isThere(Guid target, Partition from) {
        return target.equals(SocketIds.WILDCARD) || target.equals(SocketIds.LOOPBACK)
                || bus.partitions().stream().anyMatch(each -> isNamed(each, target, from));
    }

    private static void checkBacklog(Offer listener) {
        Offer.Listening listening = listener.listening();
        long underWay = listener.ports().stream()
                .filter(port -> port.isUnopened() || port.channel() instanceof Channel channel
                        && OpenMachine.isUnderWay(channel))
                .count();
        if (listening == null || underWay >= listening.backlog()) {
            throw new Refusal(Status.CONNECTION_REFUSED,
                    "too many connect at a time: underWay=" + underWay);
        }
    }

    /// Whom a call is for.
    ///
    /// @throws Refusal if it is no guest, or takes none now
    Partition callee(Partition caller, Offer call, PartitionId partition) {
        Partition guest = bus.partition(partition);
        if (guest == null || !guest.isGuest() || !guest.hasRequestedOffers()) {
            throw new Refusal(Status.HOST_UNREACHABLE,
                    "no such guest: partition=" + partition.value());
        }
        if (!bus.policy().maySee(guest.peer(), call.facts())) {
            throw bus.denial(caller, "the guest may not see the connection: partition="
                    + partition.value() + " name=" + call.name());
        }
        checkUnopened(guest);
        return guest;
    }

    /// Calls a guest.
    void call(Partition guest, Offer call) {
        offer(guest, call, call.connectionToGuest());
    }

    private static void checkUnopened(Partition consumer) {
        Refusal.unlessBelow("connections to be opened", consumer.ports().all().stream()
                .filter(SocketMachine::isUnopened).count(), MAX_UNOPENED);
    }

    private void offer(Partition to, Offer listener, Offer connection) {
        RelId relId = to.ports().free();
        ConsumerPort port = new ConsumerPort(to, relId, connection);
        to.ports().add(port);
        connection.add(port);
        if (to.isRingway()) {
            bus.out.send(to, new OfferIdentity(
                    relId, listener.provider().facts(), listener.name()));
        }
        bus.out.send(to, OfferChannel.of(relId, connection.content()));
    }
}
