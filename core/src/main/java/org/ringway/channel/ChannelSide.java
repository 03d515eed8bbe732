// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.time.Duration;
import java.util.List;
import org.ringway.inspect.InspectTree;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Mapping;
import org.ringway.platform.Poller;
import org.ringway.ring.RingMemory;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.UserData;

/// The broker's side of a channel: makes it, and tells it what the root says about it.
///
/// - **Thread:** any. **Blocking:** never, but for completion handlers that [#end] may run.
public final class ChannelSide {
    /// What a channel is made of.
    ///
    /// @param outgoing the ring this side writes
    /// @param incoming the ring this side reads
    /// @param doorbell this side's end, closed by the channel
    /// @param poller wakes virtual threads; somebody polls it all the time
    /// @param offer what the offer says
    /// @param offerName its name
    /// @param peer who the other side is
    /// @param openData what the consumer said when it opened the channel
    /// @param trusted whether the root's policy says that both sides trust each other
    /// @param subchannelIndex which one of its offer's channels to this peer, 0 for the primary one
    /// @param options how to wait
    public record Wiring(RingMemory outgoing, RingMemory incoming, Doorbell doorbell, Poller poller,
            OfferContent offer, Name offerName, PeerFacts peer, UserData openData,
            boolean trusted, int subchannelIndex, ChannelOptions options) {
        /// {@return whether to leave out what is done only for strangers}
        public boolean leavesOut() {
            return trusted && options.trusting();
        }
    }

    /// What a channel needs of its broker.
    public interface Control {
        /// Shows a buffer to the other side and waits until it has mapped it; called once for each
        /// buffer.
        ///
        /// @param buffer whose regions to grant
        /// @param atMost how long to wait
        /// @return the numbers under which the other side knows its regions, in their order
        /// @throws InterruptedException if interrupted while it waits
        List<GpadlId> grant(SharedBuffer buffer, Duration atMost) throws InterruptedException;

        /// Takes a granted buffer back and waits until the other side has unmapped it.
        ///
        /// @param buffer whose regions to take back
        /// @param atMost how long to wait; the other side was told all the same
        /// @throws InterruptedException if interrupted while it waits; likewise
        void teardown(SharedBuffer buffer, Duration atMost) throws InterruptedException;

        /// The channel was closed here: its memory is not used any more. Called once.
        void closed();
    }

    /// How the other side or the root has ended the channel.
    public enum End {
        /// The other side closed it in good order.
        CLOSED_BY_PEER,
        /// The other side is gone.
        PEER_LOST,
        /// The offer is withdrawn.
        RESCINDED
    }

    private final ChannelParts parts;
    private final BusChannel channel;

    private ChannelSide(ChannelParts parts, BusChannel channel) {
        this.parts = parts;
        this.channel = channel;
    }

    /// Makes a channel over rings that both sides have mapped.
    ///
    /// @param wiring what it is made of
    /// @param control what it needs
    /// @return its broker's side
    /// @throws org.ringway.RingCorruptException if a ring's indices are no positions
    public static ChannelSide open(Wiring wiring, Control control) {
        ChannelParts parts = new ChannelParts(wiring, control);
        return new ChannelSide(parts, new BusChannel(wiring, parts));
    }

    /// {@return what the user gets}
    public BusChannel channel() {
        return channel;
    }

    ChannelEvents events() {
        return parts.end().events();
    }

    /// {@return everything about the channel at about this moment; who uses it is not held up}
    public List<InspectTree> inspect() {
        return parts.inspect();
    }

    /// Has another poller wake virtual threads from now on. No signal is lost: one that comes
    /// meanwhile wakes through the old poller or the new one, if not both.
    ///
    /// @param poller of the same platform; somebody polls it all the time
    public void moveInterrupt(Poller poller) {
        parts.moveInterrupt(poller);
    }

    /// The other side has granted pages.
    ///
    /// @param gpadl its number for them
    /// @param mapping all of them, side by side; closed when the grant is taken back and no view is
    ///     left
    /// @param readOnly whether they may only be read
    /// @param pages their numbers, in the order of the mapping
    /// @throws org.ringway.ProtocolException if the number is in use
    public void addGrant(GpadlId gpadl, Mapping mapping, boolean readOnly,
            List<SharedBuffer.Region> pages) {
        parts.views().add(gpadl, mapping, readOnly, pages);
    }

    /// The other side takes a grant back.
    ///
    /// @param gpadl its number, known or not
    /// @param torndown runs when no view is left, perhaps at once
    public void retireGrant(GpadlId gpadl, Runnable torndown) {
        parts.views().retire(gpadl, torndown);
    }

    /// Ends the channel from outside and wakes everybody who waits on it. What the other side had
    /// committed can still be received.
    ///
    /// @param end how
    public void end(End end) {
        parts.end().end(switch (end) {
            case CLOSED_BY_PEER -> ChannelState.Reason.CLOSED_BY_PEER;
            case PEER_LOST -> ChannelState.Reason.PEER_LOST;
            case RESCINDED -> ChannelState.Reason.RESCINDED;
        });
    }
}
