// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;

/// A link begins, agrees on a version, perhaps says hello, and ends.
final class ConnectionMachine {
    private static final List<ProtocolVersion> VERSIONS = List.of(
            ProtocolVersion.V5_3, ProtocolVersion.V5_2, ProtocolVersion.V5_1, ProtocolVersion.V5_0,
            ProtocolVersion.V4_1, ProtocolVersion.V4_0, ProtocolVersion.V3_0, ProtocolVersion.V2_4);
    /// Where a client sends its messages; a link has no other place.
    private static final int MESSAGE_CONNECTION_ID = 1;

    private final Bus bus;
    private final RegionMachine regions;
    private final ChannelMachine channels;
    private final OfferMachine offers;
    private final SubchannelMachine subchannels;
    private final InspectMachine inspections;
    private final PostMachine posts;

    ConnectionMachine(Bus bus, RegionMachine regions, ChannelMachine channels,
            OfferMachine offers, SubchannelMachine subchannels, InspectMachine inspections,
            PostMachine posts) {
        this.bus = bus;
        this.regions = regions;
        this.channels = channels;
        this.offers = offers;
        this.subchannels = subchannels;
        this.inspections = inspections;
        this.posts = posts;
    }

    void join(Event.Joined event) {
        Partition partition = new Partition(event.partition(), event.peer(), event.space());
        try {
            checkRoom(partition);
        } catch (Refusal refusal) {
            closeAddressSpace(partition);
            bus.out.send(partition, Explain.of(0, 0, refusal.status(), refusal.text()));
            bus.out.add(new Effect.HangUp(event.partition(), refusal.text()));
            return;
        }
        bus.add(partition);
    }

    private void checkRoom(Partition partition) {
        Refusal.unlessBelow(
                "partitions", bus.partitions().size(), bus.policy().quotas().partitions());
        int uid = partition.peer().uid();
        long ofUser = bus.partitions().stream().filter(each -> each.peer().uid() == uid).count();
        Refusal.unlessBelow(
                "partitions of uid " + uid, ofUser, bus.quotasOf(partition).partitions());
    }

    /// Whatever was before is over: a client that begins anew has forgotten it.
    void contact(Partition partition, InitiateContact message) {
        reset(partition, Reason.CLOSED);
        part(partition, message);
    }

    void unload(Partition partition, Unload message) {
        reset(partition, Reason.CLOSED);
        part(partition, message);
    }

    /// A plain client uses its memory for other things after the answer, so no provider may have it
    /// any more. Regions of a Ringway child are never used again.
    private void part(Partition partition, StandardToRoot request) {
        if (partition.hasLent()) {
            partition.await(request);
        } else if (request instanceof InitiateContact contact) {
            bus.out.send(partition, answer(contact));
            if (isServed(contact)) {
                partition.connect(contact.version());
            }
        } else {
            bus.out.send(partition, new UnloadComplete());
        }
    }

    /// Answers those whose memory has come back.
    void answerUnlent() {
        for (Partition next = bus.nextUnlent(); next != null; next = bus.nextUnlent()) {
            if (next.takeParting() instanceof StandardToRoot request
                    && bus.partition(next.id()) == next) {
                part(next, request);
            }
        }
    }

    private static VersionResponse answer(InitiateContact message) {
        if (!VERSIONS.contains(message.version())) {
            return VersionResponse.unsupported();
        }
        if (!isServed(message)) {
            return new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 0);
        }
        boolean choosesConnection = message.version().isAtLeast(ProtocolVersion.V5_0);
        return VersionResponse.accepted(
                choosesConnection ? MESSAGE_CONNECTION_ID : message.version().word());
    }

    /// A monitor page alone, or messages to another interrupt source, cannot be had.
    private static boolean isServed(InitiateContact message) {
        boolean bothMonitorsOrNone =
                message.parentToChildMonitor() == 0 == (message.childToParentMonitor() == 0);
        return VERSIONS.contains(message.version()) && bothMonitorsOrNone
                && message.sint() == InitiateContact.MESSAGE_SINT && message.vtl() == 0;
    }

    void hello(Partition partition, Hello message) {
        if (partition.isRingway() || partition.hasRequestedOffers()) {
            throw new ProtocolException("Hello must come once, right after VersionResponse:"
                    + " partition=" + partition.id().value());
        }
        boolean known = message.protocol() == Hello.PROTOCOL;
        Status status = known ? Status.OK : Status.INVALID_PARAMETER;
        if (known && (message.flags() & Hello.OWNS_NAME) != 0 && !hasName(partition, message)) {
            return;
        }
        bus.out.send(partition, result(partition, status));
        if (!known) {
            throw new ProtocolException("Hello is of a version that this root does not know:"
                    + " protocol=" + Integer.toUnsignedString(message.protocol())
                    + " known=" + Hello.PROTOCOL);
        }
        partition.hello(message);
    }

    private HelloResult result(Partition partition, Status status) {
        return new HelloResult(Hello.PROTOCOL, status, bus.epoch, partition.id(),
                HelloResult.ALL_FLAGS);
    }

    /// Lets nobody in whose name is another one's.
    private boolean hasName(Partition partition, Hello message) {
        partition.hello(message);
        try {
            bus.requireFreeName(partition);
            return true;
        } catch (Refusal refusal) {
            bus.out.refuse(partition, ControlCodec.typeOf(message), 0, refusal,
                    result(partition, refusal.status()));
            bus.out.add(new Effect.HangUp(partition.id(), refusal.text()));
            leave(partition);
            return false;
        }
    }

    /// Ends a link whose other end has broken a rule.
    ///
    /// @param messageType number of the message, 0 if it was none
    void hangUp(Partition partition, int messageType, String reason) {
        bus.out.explain(partition, messageType, 0, Status.UNSUCCESSFUL, reason);
        bus.out.add(new Effect.HangUp(partition.id(), reason));
        leave(partition);
    }

    void left(PartitionId id) {
        if (bus.partition(id) instanceof Partition partition) {
            leave(partition);
        }
    }

    private void leave(Partition partition) {
        bus.remove(partition);
        partition.leave();
        reset(partition, Reason.LOST);
        closeAddressSpace(partition);
    }

    private void closeAddressSpace(Partition partition) {
        if (partition.addressSpace() instanceof Region space) {
            bus.out.closeHandle(space.handle());
        }
    }

    /// Offers first: nothing may be opened on them while the channels go.
    private void reset(Partition partition, Reason reason) {
        subchannels.forget(partition);
        offers.withdrawAll(partition, reason);
        channels.allGone(partition, reason);
        regions.forgetAll(partition);
        inspections.gone(partition);
        posts.gone(partition);
        partition.reset();
    }
}
