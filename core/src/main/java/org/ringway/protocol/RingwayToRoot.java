// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// What a Ringway child says to its root beyond VMBus; docs/protocol.md says when.
public sealed interface RingwayToRoot extends ToRoot {
    /// The first private message of a link: the sender knows the extension.
    ///
    /// @param protocol the extension's version, [#PROTOCOL]
    /// @param flags bits of what the sender knows, see the constants; others mean nothing
    /// @param lastEpoch epoch of the root that the sender knew before, 0 the first time
    /// @param name what the sender calls itself
    record Hello(int protocol, int flags, long lastEpoch, Name name) implements RingwayToRoot {
        /// The only version of the extension there is.
        public static final int PROTOCOL = 1;
        /// Flag: the sender answers PeerInspect.
        public static final int INSPECTABLE = 1;
        /// Flag: the sender knows sub-channels. In HelloResult it means the same.
        public static final int SUBCHANNELS = 2;
        /// Flag: the sender knows ports. In HelloResult it means the same.
        public static final int PORTS = 4;
        /// Flag: the name is to be the sender's alone.
        public static final int OWNS_NAME = 8;

        /// {@return a hello at version [#PROTOCOL] of somebody who knows all of it}
        ///
        /// @param lastEpoch epoch of the root that was known before, 0 the first time
        /// @param name what the sender calls itself
        public static Hello of(long lastEpoch, Name name) {
            return new Hello(PROTOCOL, INSPECTABLE | SUBCHANNELS | PORTS, lastEpoch, name);
        }

        /// {@return the same from somebody who wants the name for itself}
        public Hello owningName() {
            return new Hello(protocol, flags | OWNS_NAME, lastEpoch, name);
        }
    }

    /// The sender provides a service.
    ///
    /// @param offerId the sender's number for it
    /// @param content what consumers are told
    /// @param name what people are told
    /// @param subchannels how many sub-channels each of its channels may have; 16 bits
    record ChildOffer(OfferId offerId, OfferContent content, Name name, int subchannels)
            implements RingwayToRoot {
        /// A service without sub-channels.
        ///
        /// @param offerId the sender's number for it
        /// @param content what consumers are told
        /// @param name what people are told
        public ChildOffer(OfferId offerId, OfferContent content, Name name) {
            this(offerId, content, name, 0);
        }
    }

    /// The sender takes connections on a service. ChildOfferResult answers, WithdrawOffer ends it.
    ///
    /// @param offerId the sender's number for it, none of an offer
    /// @param backlog how many connections may be under way at a time
    /// @param serviceId the service
    /// @param scope who may connect: one of [org.ringway.wire.SocketIds], or a partition
    /// @param name what people are told
    record SocketListen(OfferId offerId, int backlog, Guid serviceId, Guid scope, Name name)
            implements RingwayToRoot {}

    /// The service, or listening, is over. An offer's channels are, too; connections go on.
    ///
    /// @param offerId the sender's number for it
    record WithdrawOffer(OfferId offerId) implements RingwayToRoot {}

    /// Gives page numbers to a region, whose handle comes along.
    ///
    /// @param firstPfn the sender's number for its first page, never used before
    /// @param pages its size
    /// @param readOnly whether it is sealed against writing
    record AnnounceRegion(long firstPfn, int pages, boolean readOnly) implements RingwayToRoot {
        /// Refuses page numbers that cannot be.
        public AnnounceRegion {
            Limits.checkPages(firstPfn, pages);
        }
    }

    /// Takes the page numbers of a region back for ever.
    ///
    /// @param firstPfn its first
    record RetireRegion(long firstPfn) implements RingwayToRoot {}

    /// Answers PeerGpadl.
    ///
    /// @param relId the receiver's own id of the channel
    /// @param gpadl the other side's number
    /// @param status whether it is mapped
    record PeerGpadlResult(RelId relId, GpadlId gpadl, Status status) implements RingwayToRoot {}

    /// Answers PeerTeardown: no view is left.
    ///
    /// @param relId the receiver's own id of the channel
    /// @param gpadl the other side's number
    record PeerTorndown(RelId relId, GpadlId gpadl) implements RingwayToRoot {}

    /// Answers PeerOpen.
    ///
    /// @param relId the provider's id of the channel
    /// @param status whether the provider takes it
    record PeerOpenResult(RelId relId, Status status) implements RingwayToRoot {}

    /// Tells a new root of a channel that is open.
    ///
    /// @param epoch epoch of the root that brokered it
    /// @param serial that root's number for it, never 0
    /// @param relId the sender's id, kept
    /// @param role which side the sender is
    /// @param interfaceId of the offer
    /// @param instanceId of the offer
    /// @param offerId the provider's number; 0 from a consumer
    /// @param subchannel of which channel it is a sub-channel, or null
    /// @param targetVp which processor is interrupted, or
    ///     [StandardToRoot.OpenChannel#NO_INTERRUPT]; from a consumer
    record Reannounce(long epoch, long serial, RelId relId, Role role, Guid interfaceId,
            Guid instanceId, OfferId offerId, @Nullable Subchannel subchannel, int targetVp)
            implements RingwayToRoot {
        /// Refuses a channel without a serial.
        public Reannounce {
            Limits.checkSerial(serial);
        }

        /// A primary channel that interrupts the first processor.
        ///
        /// @param epoch epoch of the root that brokered it
        /// @param serial that root's number for it, never 0
        /// @param relId the sender's id, kept
        /// @param role which side the sender is
        /// @param interfaceId of the offer
        /// @param instanceId of the offer
        /// @param offerId the provider's number; 0 from a consumer
        public Reannounce(long epoch, long serial, RelId relId, Role role, Guid interfaceId,
                Guid instanceId, OfferId offerId) {
            this(epoch, serial, relId, role, interfaceId, instanceId, offerId, null, 0);
        }
    }

    /// Asks for further channels beside an open one: they are offered to its consumer, whichever
    /// side asks. OfferSubchannelsResult answers when they are.
    ///
    /// @param relId the sender's id of the open channel
    /// @param count how many at most; without sign, at least one
    record OfferSubchannels(RelId relId, int count) implements RingwayToRoot {}

    /// Which side of a channel a child is.
    enum Role {
        /// It opened the channel.
        CONSUMER(0),
        /// The channel was opened on its offer.
        PROVIDER(1);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        /// {@return the number on the wire}
        public int code() {
            return code;
        }
    }

    /// Asks what there is. Entries come, then ListEnd.
    ///
    /// @param what bits of what to list; others mean nothing
    record List(int what) implements RingwayToRoot {
        /// Bit: a PartitionEntry for each partition.
        public static final int PARTITIONS = 1;
        /// Bit: an OfferEntry for each offer.
        public static final int OFFERS = 2;
        /// Bit: a ChannelEntry for each channel.
        public static final int CHANNELS = 4;
        /// Bit: a PortEntry for each port.
        public static final int PORTS = 8;

        /// {@return whether these entries are asked for}
        ///
        /// @param bit one of the constants
        public boolean wants(int bit) {
            return (what & bit) != 0;
        }
    }

    /// Asks for the live state of a partition. Parts of its answer come as InspectResult.
    ///
    /// @param request the sender's number for the question
    /// @param partition who is asked
    /// @param relId that partition's id of the one channel in question, or null for everything
    record Inspect(int request, PartitionId partition, @Nullable RelId relId)
            implements RingwayToRoot {}

    /// Answers PeerInspect, perhaps in parts.
    ///
    /// @param question the root's number for the question
    /// @param part a part of the answer
    record PeerInspectResult(int question, InspectPart part) implements RingwayToRoot {}

    /// The answer to Inspect is not wanted any more. Of what is not yet on its way nothing comes.
    ///
    /// @param request the sender's number for the question
    record WithdrawInspect(int request) implements RingwayToRoot {}

    /// From now on others may reach the sender under a number.
    ///
    /// @param port the number
    /// @param kind what can be sent there
    /// @param held how many messages the sender keeps that it has got at this port from a former
    ///     root, at most [#BUFFERS]; they take as many buffers
    record OpenPort(PortId port, PortKind kind, int held) implements RingwayToRoot {
        /// Messages that one port holds until they are taken.
        public static final int BUFFERS = 16;

        /// Refuses more messages than buffers, and messages at a port for events.
        public OpenPort {
            int most = kind == PortKind.MESSAGES ? BUFFERS : 0;
            if (held < 0 || held > most) {
                throw new IllegalArgumentException("too many messages are held: held="
                        + Integer.toUnsignedString(held) + " max=" + most);
            }
        }
    }

    /// What can be sent to a port.
    enum PortKind {
        /// Messages.
        MESSAGES(1),
        /// Flags.
        EVENTS(2);

        private final int code;

        PortKind(int code) {
            this.code = code;
        }

        /// {@return the number on the wire}
        public int code() {
            return code;
        }
    }

    /// The sender cannot be reached under a number any more.
    ///
    /// @param port the number
    record ClosePort(PortId port) implements RingwayToRoot {}

    /// What came to a port has been taken.
    ///
    /// @param port which
    /// @param taken how many messages, or a bit for each bank of flags: 1 for the first one, 2 for
    ///     the second
    record PortTaken(PortId port, int taken) implements RingwayToRoot {}

    /// A message to a port. PostResult answers.
    ///
    /// @param post the sender's number for it
    /// @param partition whose port
    /// @param port which
    /// @param messageType what kind of message, as the two agree
    /// @param payload at most [RingwayToChild.PortMessage#MAX_BYTES] bytes
    record PostMessage(int post, PartitionId partition, PortId port, int messageType,
            WireBytes payload) implements RingwayToRoot {
        /// Refuses what does not fit.
        public PostMessage {
            Limits.checkPayload(payload);
        }
    }

    /// Sets a flag at a port. PostResult answers.
    ///
    /// @param post the sender's number for it
    /// @param partition whose port
    /// @param port which
    /// @param flag less than [#FLAGS]
    record SignalEvent(int post, PartitionId partition, PortId port, int flag)
            implements RingwayToRoot {
        /// Flags of one port.
        public static final int FLAGS = 2048;

        /// Refuses a flag that there is not.
        public SignalEvent {
            if (flag < 0 || flag >= FLAGS) {
                throw new IllegalArgumentException("flag is out of range: flag="
                        + Integer.toUnsignedString(flag) + " limit=" + FLAGS);
            }
        }
    }

    /// The first message of a link, before InitiateContact: who speaks from now on is a plain VMBus
    /// client, and all its memory comes along. It never says Hello.
    ///
    /// @param pages its size; page n of the memory is page n of the client
    /// @param name what the client is called
    record AddressSpace(long pages, Name name) implements RingwayToRoot {}

    /// The ChildOffer that comes next is to be shown to one partition alone.
    ///
    /// @param offerId the sender's number for it
    /// @param partition the root's number for who is to see it
    record OfferAudience(OfferId offerId, PartitionId partition) implements RingwayToRoot {}
}
