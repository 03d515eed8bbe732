// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.WireBytes;

/// Something the shell has to do.
public sealed interface Effect {
    /// Send a message.
    ///
    /// @param message what to say
    /// @param handles what to attach; they stay open
    record Send(ToRoot message, List<Handle> handles) implements Effect {}

    /// Let go of handles that nobody needs.
    ///
    /// @param handles to close
    record CloseHandles(List<Handle> handles) implements Effect {}

    /// Close an end of a doorbell so that the other side takes it for an orderly end.
    ///
    /// @param doorbell to be used up
    record CloseDoorbell(Handle doorbell) implements Effect {}

    /// The partition is on the bus, and every offer there was has been told.
    ///
    /// @param self the root's number for this partition
    /// @param epoch names this run of the root
    record Joined(PartitionId self, long epoch) implements Effect {}

    /// The root does not want this partition. Hang up.
    ///
    /// @param reason what it said
    record JoinRefused(Failure.Refused reason) implements Effect {}

    /// There is no root any more. Requests fail with the same text from now on.
    ///
    /// @param failure what happened
    record LinkLost(Failure.RootLost failure) implements Effect {}

    /// The root knows that this partition has left, or is gone itself.
    record Left() implements Effect {}

    /// A request without a result of its own is done.
    ///
    /// @param request which
    record Answered(RequestId request) implements Effect {}

    /// A grant is made.
    ///
    /// @param request which
    /// @param gpadls what the other side calls the regions, in the order of the request
    record Granted(RequestId request, List<GpadlId> gpadls) implements Effect {}

    /// Sub-channels can be opened beside a channel of this partition.
    ///
    /// @param request who asked
    /// @param offers them, in the order of their indexes; not one more than asked for
    record SubchannelsOffered(RequestId request, List<SeenOffer> offers) implements Effect {}

    /// The other side can open more sub-channels beside a channel of this partition.
    ///
    /// @param request who asked
    /// @param count how many more
    record SubchannelsAllowed(RequestId request, int count) implements Effect {}

    /// A request has failed; nothing is left of it.
    ///
    /// @param request which
    /// @param failure why
    record Failed(RequestId request, Failure failure) implements Effect {}

    /// A list is complete.
    ///
    /// @param request who asked
    /// @param listing what there is
    record Listed(RequestId request, Listing listing) implements Effect {}

    /// Another partition's answer to a question is complete.
    ///
    /// @param request who asked
    /// @param answer an encoded tree; nobody has looked at it
    record Inspected(RequestId request, WireBytes answer) implements Effect {}

    /// Somebody asks what this partition looks like inside. Add what the shell knows and call
    /// [ChildMachine#described].
    ///
    /// @param question for the answer
    /// @param description what the machine knows
    record Describe(int question, Description description) implements Effect {}

    /// There is one more service.
    ///
    /// @param offer it
    record OfferAppeared(SeenOffer offer) implements Effect {}

    /// A service is gone.
    ///
    /// @param offer it
    record OfferRescinded(SeenOffer offer) implements Effect {}

    /// A new root does not take over a service of this partition.
    ///
    /// @param offerId which; the machine has forgotten it
    /// @param reason what the root said
    record ServiceRefused(OfferId offerId, Failure.Refused reason) implements Effect {}

    /// The root has answered a post.
    ///
    /// @param request which
    /// @param accepted whether the port has it; else there was no room for it now
    record Posted(RequestId request, boolean accepted) implements Effect {}

    /// A message has come to a port of this partition. Call [PortRequests#taken] when somebody
    /// has it.
    ///
    /// @param message it
    record MessageArrived(PortMessage message) implements Effect {}

    /// Flags were set at a port of this partition. Call [PortRequests#taken] when somebody has
    /// them.
    ///
    /// @param flags which
    record FlagsArrived(EventFlags flags) implements Effect {}

    /// A new root does not take over a port of this partition.
    ///
    /// @param port which; the machine has forgotten it
    /// @param reason what the root said
    record PortRefused(PortId port, Failure.Refused reason) implements Effect {}

    /// A connection that was asked for is being opened.
    ///
    /// @param request who asked
    /// @param offer what it is opened on
    record Connecting(RequestId request, SeenOffer offer) implements Effect {}

    /// A channel is open at this side's wish.
    ///
    /// @param request who wished
    /// @param key names the channel from now on
    /// @param trusted whether the root's policy says that both sides trust each other
    /// @param doorbell one end of its doorbell, to be used up
    record Opened(RequestId request, ChannelKey key, boolean trusted, Handle doorbell)
            implements Effect {}

    /// Somebody opens a channel on a service of this partition. Call [ChildMachine#accepted] or
    /// [ChildMachine#declined] before anything else.
    ///
    /// @param key names the channel from now on
    /// @param open the request
    /// @param primary names the channel of which it is to be a sub-channel, or null
    /// @param ring the pages of both rings, in order; handles to be closed
    /// @param doorbell one end of its doorbell, to be used up or closed
    record Accept(ChannelKey key, PeerOpen open, @Nullable ChannelKey primary,
            List<GrantedRun> ring, Handle doorbell) implements Effect {}

    /// The other side grants pages. Map them and call [ChildMachine#mapped].
    ///
    /// @param key the channel
    /// @param gpadl the other side's number
    /// @param readOnly whether it said that they are for reading only
    /// @param runs the pages, in order; handles to be closed
    record MapGrant(ChannelKey key, GpadlId gpadl, boolean readOnly, List<GrantedRun> runs)
            implements Effect {}

    /// Unmap granted pages as soon as nobody looks at them; then call [ChildMachine#unmapped].
    ///
    /// @param key the channel
    /// @param gpadl the other side's number
    record UnmapGrant(ChannelKey key, GpadlId gpadl) implements Effect {}

    /// The other side of a channel is no more. The channel stays until it is closed here.
    ///
    /// @param key the channel
    /// @param reason why
    record EndChannel(ChannelKey key, Reason reason) implements Effect {}

    /// The root said something that means nothing here; for the log.
    ///
    /// @param what it, with the numbers
    record Ignored(String what) implements Effect {}
}
