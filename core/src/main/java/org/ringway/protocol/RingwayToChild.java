// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// What a root says to a Ringway child beyond VMBus; docs/protocol.md says when.
public sealed interface RingwayToChild extends ToChild {
    /// Answers Hello.
    ///
    /// @param protocol the version of the extension that the root speaks
    /// @param status whether the child may go on
    /// @param epoch names this run of the root
    /// @param partition the receiver's number
    /// @param flags bits of what the root knows, as in [RingwayToRoot.Hello]; others mean nothing
    record HelloResult(int protocol, Status status, long epoch, PartitionId partition, int flags)
            implements RingwayToChild {
        /// What a root of this version knows.
        public static final int ALL_FLAGS =
                RingwayToRoot.Hello.SUBCHANNELS | RingwayToRoot.Hello.PORTS;

        /// An answer of a root that knows nothing beyond what has always been.
        ///
        /// @param protocol the version of the extension that the root speaks
        /// @param status whether the child may go on
        /// @param epoch names this run of the root
        /// @param partition the receiver's number
        public HelloResult(int protocol, Status status, long epoch, PartitionId partition) {
            this(protocol, status, epoch, partition, 0);
        }
    }

    /// Answers ChildOffer.
    ///
    /// @param offerId the receiver's number for the offer
    /// @param status whether it stands
    record ChildOfferResult(OfferId offerId, Status status) implements RingwayToChild {}

    /// Answers AnnounceRegion.
    ///
    /// @param firstPfn the region's first page number
    /// @param status whether the numbers are good now
    record RegionResult(long firstPfn, Status status) implements RingwayToChild {}

    /// Says whose the offer is that comes next.
    ///
    /// @param relId the id in that OfferChannel
    /// @param provider who provides it
    /// @param offerName what the provider calls it
    record OfferIdentity(RelId relId, PeerFacts provider, Name offerName)
            implements RingwayToChild {}

    /// Pages the other side grants on a channel, in one or more parts; their regions come along.
    ///
    /// @param relId the receiver's id of the channel
    /// @param gpadl the other side's number
    /// @param readOnly whether the grant is for reading only; the same in every part
    /// @param lastPart whether it is complete
    /// @param runs 1 to [#MAX_RUNS], in the order of the pages
    record PeerGpadl(RelId relId, GpadlId gpadl, boolean readOnly, boolean lastPart,
            List<PeerRun> runs) implements RingwayToChild {
        /// The most runs one message has room for.
        public static final int MAX_RUNS = 9;

        /// Refuses parts without runs and with more than there is room for.
        public PeerGpadl {
            runs = List.copyOf(runs);
            if (runs.isEmpty() || runs.size() > MAX_RUNS) {
                throw new IllegalArgumentException(
                        "run count is out of range: runCount=" + runs.size() + " max=" + MAX_RUNS);
            }
        }
    }

    /// The other side wants its pages back.
    ///
    /// @param relId the receiver's id of the channel
    /// @param gpadl the other side's number
    record PeerTeardown(RelId relId, GpadlId gpadl) implements RingwayToChild {}

    /// Somebody opens a channel on one of the receiver's offers; a doorbell end comes along.
    ///
    /// @param relId the receiver's id for it, new
    /// @param offerId the receiver's number for the offer
    /// @param serial the root's number for the channel, never 0
    /// @param ring the consumer's GPADL of both rings; its PeerGpadl came before
    /// @param downstreamPageOffset first page of the second ring, the one to the consumer
    /// @param userData from the consumer
    /// @param consumer who it is
    /// @param trusted whether the root's policy says that both sides trust each other
    /// @param subchannel of which channel it is to be a sub-channel, or null
    record PeerOpen(RelId relId, OfferId offerId, long serial, GpadlId ring,
            int downstreamPageOffset, UserData userData, PeerFacts consumer, boolean trusted,
            @Nullable Subchannel subchannel) implements RingwayToChild {
        /// Refuses a channel without a serial.
        public PeerOpen {
            Limits.checkSerial(serial);
        }

        /// A primary channel.
        ///
        /// @param relId the receiver's id for it, new
        /// @param offerId the receiver's number for the offer
        /// @param serial the root's number for the channel, never 0
        /// @param ring the consumer's GPADL of both rings; its PeerGpadl came before
        /// @param downstreamPageOffset first page of the second ring, the one to the consumer
        /// @param userData from the consumer
        /// @param consumer who it is
        /// @param trusted whether the root's policy says that both sides trust each other
        public PeerOpen(RelId relId, OfferId offerId, long serial, GpadlId ring,
                int downstreamPageOffset, UserData userData, PeerFacts consumer, boolean trusted) {
            this(relId, offerId, serial, ring, downstreamPageOffset, userData, consumer, trusted,
                    null);
        }
    }

    /// Tells a consumer the number of the channel whose OpenChannelResult comes next.
    ///
    /// @param relId the receiver's id of the channel
    /// @param serial the root's number for it, never 0
    /// @param trusted whether the root's policy says that both sides trust each other
    record PeerOpened(RelId relId, long serial, boolean trusted) implements RingwayToChild {
        /// Refuses a channel without a serial.
        public PeerOpened {
            Limits.checkSerial(serial);
        }
    }

    /// The other side of a channel is no more.
    ///
    /// @param relId the receiver's id of the channel
    /// @param reason why
    record PeerClosed(RelId relId, Reason reason) implements RingwayToChild {}

    /// Why the other side of a channel is no more.
    enum Reason {
        /// It closed the channel.
        CLOSED(1),
        /// It died, or its link broke.
        LOST(2),
        /// It withdrew the offer.
        OFFER_WITHDRAWN(3);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /// {@return the number on the wire}
        public int code() {
            return code;
        }
    }

    /// Answers Reannounce.
    ///
    /// @param relId the receiver's id of the channel
    /// @param status whether the root took it over
    record ReannounceResult(RelId relId, Status status) implements RingwayToChild {}

    /// Answers OfferSubchannels. The offers have come before, if the receiver is their consumer.
    ///
    /// @param relId the receiver's id of the channel
    /// @param status whether there are any
    /// @param count how many there are more; perhaps fewer than were asked for
    record OfferSubchannelsResult(RelId relId, Status status, int count)
            implements RingwayToChild {}

    /// A partition, in a list.
    ///
    /// @param partition who it is
    /// @param regions how many it has announced
    record PartitionEntry(PeerFacts partition, int regions) implements RingwayToChild {}

    /// An offer, in a list.
    ///
    /// @param provider whose it is
    /// @param offerId the provider's number for it
    /// @param interfaceId which kind of service
    /// @param instanceId which one of that kind
    /// @param flags as in the offer, 16 bits
    /// @param name what the provider calls it
    /// @param openChannels how many are open on it
    record OfferEntry(PartitionId provider, OfferId offerId, Guid interfaceId, Guid instanceId,
            int flags, Name name, int openChannels) implements RingwayToChild {}

    /// A channel, in a list.
    ///
    /// @param serial a number for people, never 0; not the one that both sides know it by
    /// @param provider one side
    /// @param providerRelId its id of the channel
    /// @param consumer the other side
    /// @param consumerRelId its id of the channel
    /// @param offerId the provider's number for the offer
    /// @param state how far it is
    /// @param usage what it holds
    /// @param targetVp which of the consumer's processors is interrupted, or
    ///     [StandardToRoot.OpenChannel#NO_INTERRUPT]
    /// @param subchannelIndex which one of its offer's, 0 for a primary channel; 16 bits
    record ChannelEntry(long serial, PartitionId provider, RelId providerRelId,
            PartitionId consumer, RelId consumerRelId, OfferId offerId, ChannelState state,
            ChannelUsage usage, int targetVp, int subchannelIndex) implements RingwayToChild {
        /// Refuses a channel without a serial.
        public ChannelEntry {
            Limits.checkSerial(serial);
        }

        /// A primary channel that interrupts the first processor.
        ///
        /// @param serial a number for people, never 0; not the one that both sides know it by
        /// @param provider one side
        /// @param providerRelId its id of the channel
        /// @param consumer the other side
        /// @param consumerRelId its id of the channel
        /// @param offerId the provider's number for the offer
        /// @param state how far it is
        /// @param usage what it holds
        public ChannelEntry(long serial, PartitionId provider, RelId providerRelId,
                PartitionId consumer, RelId consumerRelId, OfferId offerId, ChannelState state,
                ChannelUsage usage) {
            this(serial, provider, providerRelId, consumer, consumerRelId, offerId, state, usage,
                    0, 0);
        }
    }

    /// How far a listed channel is.
    enum ChannelState {
        /// The provider has not answered yet.
        OPENING(1),
        /// Packets may travel.
        OPEN(2),
        /// One side is through with it, the other not yet.
        CLOSING(3);

        private final int code;

        ChannelState(int code) {
            this.code = code;
        }

        /// {@return the number on the wire}
        public int code() {
            return code;
        }
    }

    /// What a listed channel holds.
    ///
    /// @param ringPages pages of both rings
    /// @param gpadls how many, the ring's included
    /// @param sharedBytes bytes of all of them
    record ChannelUsage(int ringPages, int gpadls, long sharedBytes) {}

    /// The list is complete.
    record ListEnd() implements RingwayToChild {}

    /// Somebody who may asks for the live state of the receiver.
    ///
    /// @param question the root's number, for the answer
    /// @param relId the receiver's id of the one channel in question, or null for everything
    record PeerInspect(int question, @Nullable RelId relId) implements RingwayToChild {}

    /// Answers Inspect, perhaps in parts.
    ///
    /// @param request the receiver's number for the question
    /// @param part a part of the answer, or a refusal
    record InspectResult(int request, InspectPart part) implements RingwayToChild {}

    /// Answers OpenPort.
    ///
    /// @param port the receiver's number
    /// @param status whether it is open
    record OpenPortResult(PortId port, Status status) implements RingwayToChild {}

    /// Answers PostMessage and SignalEvent.
    ///
    /// @param post the receiver's number for it
    /// @param status whether the port has it; [Status#DEVICE_BUSY] if it has no buffer free
    record PostResult(int post, Status status) implements RingwayToChild {}

    /// A message to one of the receiver's ports.
    ///
    /// @param port which
    /// @param sender whose it is
    /// @param messageType what kind of message, as the two agree
    /// @param payload at most [#MAX_BYTES] bytes
    record PortMessage(PortId port, Sender sender, int messageType, WireBytes payload)
            implements RingwayToChild {
        /// Bytes of the longest payload.
        public static final int MAX_BYTES = 200;

        /// Refuses what does not fit.
        public PortMessage {
            Limits.checkPayload(payload);
        }
    }

    /// Who sent a message to a port; nothing of it is what the sender says itself.
    ///
    /// @param partition the root's number for it
    /// @param pid its process id as the root sees it, 0 if it is not visible
    /// @param uid its user id
    /// @param gid its primary group id
    record Sender(PartitionId partition, int pid, int uid, int gid) {}

    /// Flags that were set at one of the receiver's ports since it last took them.
    ///
    /// @param port which
    /// @param bank 0 for the first half of the flags, 1 for the second
    /// @param flags [#BYTES] bytes; bit 0 of the first one is the first flag of the bank
    record EventFlags(PortId port, int bank, WireBytes flags) implements RingwayToChild {
        /// Banks of a port: a message has no room for all its flags.
        public static final int BANKS = 2;
        /// Bytes of the flags of one bank.
        public static final int BYTES = SignalEvent.FLAGS / BANKS / Byte.SIZE;

        /// Refuses banks that there are not.
        public EventFlags {
            if (bank < 0 || bank >= BANKS || flags.length() != BYTES) {
                throw new IllegalArgumentException("no such bank of flags: bank="
                        + Integer.toUnsignedString(bank) + " bytes=" + flags.length());
            }
        }
    }

    /// A port, in a list.
    ///
    /// @param owner whose it is
    /// @param port the owner's number for it
    /// @param kind what can be sent there
    /// @param waiting messages that it holds, or flags that are set and not on their way yet
    record PortEntry(PartitionId owner, PortId port, PortKind kind, int waiting)
            implements RingwayToChild {}

    /// Says in words why the next message refuses, or why the root hangs up.
    ///
    /// @param messageType number of the refused message, see [ControlCodec#typeOf]
    /// @param id what that message was about: channel, offer or GPADL; 0 if nothing
    /// @param status the status of the refusal
    /// @param text for people, at most [#MAX_TEXT_BYTES] bytes of UTF-8
    record Explain(int messageType, int id, Status status, String text) implements RingwayToChild {
        /// Bytes of the text's field.
        public static final int MAX_TEXT_BYTES = 208;

        /// Refuses a text that could not travel; [#of] makes any text fit.
        public Explain {
            WireBytes.ofText(text, MAX_TEXT_BYTES);
        }

        /// {@return an explanation; of a longer text as much as fits, without control characters}
        ///
        /// @param messageType number of the refused message
        /// @param id what that message was about, 0 if nothing
        /// @param status the status of the refusal
        /// @param text any text
        public static Explain of(int messageType, int id, Status status, String text) {
            return new Explain(messageType, id, status, WireBytes.fit(text, MAX_TEXT_BYTES));
        }
    }

    /// Answers AddressSpace, to whoever made the link and not to the client.
    ///
    /// @param status whether that memory is fit to be shared
    /// @param partition the client's number
    /// @param epoch names this run of the root
    record AddressSpaceResult(Status status, PartitionId partition, long epoch)
            implements RingwayToChild {}
}
