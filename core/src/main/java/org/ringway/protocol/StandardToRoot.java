// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.ringway.memory.GpadlId;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// What any VMBus client says to its root.
public sealed interface StandardToRoot extends ToRoot {
    /// Asks for every offer there is, once per connection; more come by themselves later.
    record RequestOffers() implements StandardToRoot {}

    /// Asks for a channel on an offer. The ring's GPADL must have been created before.
    ///
    /// @param relId the offer's channel id
    /// @param openId comes back in the result
    /// @param ring the GPADL of both rings, one after the other
    /// @param targetVp which processor to interrupt, or [#NO_INTERRUPT]
    /// @param downstreamPageOffset first page of the second ring, the one to the consumer
    /// @param userData handed to the provider
    record OpenChannel(RelId relId, OpenId openId, GpadlId ring, int targetVp,
            int downstreamPageOffset, UserData userData) implements StandardToRoot {
        /// As target processor: do not interrupt at all.
        public static final int NO_INTERRUPT = 0xFFFF_FFFF;
    }

    /// Ends a channel. Nothing answers it; the barrier is GpadlTorndown of the ring.
    ///
    /// @param relId the channel
    record CloseChannel(RelId relId) implements StandardToRoot {}

    /// Begins a GPADL: its size, and as many of its ranges as fit.
    ///
    /// @param relId the channel it belongs to
    /// @param gpadl its number, chosen by the sender
    /// @param rangeBytes bytes of all ranges in this and the following messages, 16 bits
    /// @param rangeCount how many ranges they hold, 16 bits
    /// @param data the first of these bytes, and perhaps padding
    record GpadlHeader(RelId relId, GpadlId gpadl, int rangeBytes, int rangeCount, WireBytes data)
            implements StandardToRoot {}

    /// Goes on with a GPADL.
    ///
    /// @param messageNumber means nothing; senders put 0
    /// @param gpadl the number from the header
    /// @param data the next bytes of the ranges, and perhaps padding
    record GpadlBody(int messageNumber, GpadlId gpadl, WireBytes data) implements StandardToRoot {}

    /// Asks everybody to forget a GPADL.
    ///
    /// @param relId the channel it belongs to
    /// @param gpadl its number
    record GpadlTeardown(RelId relId, GpadlId gpadl) implements StandardToRoot {}

    /// Lets go of a channel id after a rescind.
    ///
    /// @param relId free from now on
    record RelIdReleased(RelId relId) implements StandardToRoot {}

    /// Opens the connection, or begins it anew.
    ///
    /// @param version what the sender wants to speak
    /// @param targetVp the processor that gets the messages
    /// @param target address of the interrupt page before 5.0; since then see [#sint], [#vtl] and
    ///     [#featureFlags]
    /// @param parentToChildMonitor address of the first monitor page, 0 for none
    /// @param childToParentMonitor address of the second; both or none
    record InitiateContact(ProtocolVersion version, int targetVp, long target,
            long parentToChildMonitor, long childToParentMonitor) implements StandardToRoot {
        /// The interrupt source on which every known client takes messages.
        public static final int MESSAGE_SINT = 2;

        /// {@return a contact at version 5.0 or later, without monitor pages}
        ///
        /// @param version what to ask for
        public static InitiateContact of(ProtocolVersion version) {
            return new InitiateContact(version, 0, MESSAGE_SINT, 0, 0);
        }

        /// {@return the interrupt source for messages; from 5.0 on}
        public int sint() {
            return (int) target & 0xFF;
        }

        /// {@return the trust level that talks; from 5.1 on}
        public int vtl() {
            return (int) target >>> 8 & 0xFF;
        }

        /// {@return the features the sender knows; from 6.0 on, else 0}
        public int featureFlags() {
            return (int) (target >>> 32);
        }
    }

    /// Ends the connection in good order.
    record Unload() implements StandardToRoot {}
}
