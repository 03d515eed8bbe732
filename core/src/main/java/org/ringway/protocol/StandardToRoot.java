// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.wire.Guid;
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
    /// @param signals from 6.0 on perhaps the sender's own choice of how to be signalled, else null
    record OpenChannel(RelId relId, OpenId openId, GpadlId ring, int targetVp,
            int downstreamPageOffset, UserData userData, @Nullable SignalChoice signals)
            implements StandardToRoot {
        /// As target processor: do not interrupt at all.
        public static final int NO_INTERRUPT = 0xFFFF_FFFF;

        /// A request without a choice.
        ///
        /// @param relId the offer's channel id
        /// @param openId comes back in the result
        /// @param ring the GPADL of both rings
        /// @param targetVp which processor to interrupt
        /// @param downstreamPageOffset first page of the second ring
        /// @param userData handed to the provider
        public OpenChannel(RelId relId, OpenId openId, GpadlId ring, int targetVp,
                int downstreamPageOffset, UserData userData) {
            this(relId, openId, ring, targetVp, downstreamPageOffset, userData, null);
        }
    }

    /// How a client of 6.0 wants to be signalled. A part of OpenChannel.
    ///
    /// @param connectionId the event connection it made itself
    /// @param eventFlag the flag to set, 16 bits
    /// @param flags 16 bits; bit 0: the interrupt goes to another trust level
    record SignalChoice(int connectionId, int eventFlag, int flags) {}

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
    /// @param clientId who asks, if it says [#CLIENT_ID], else zero
    record InitiateContact(ProtocolVersion version, int targetVp, long target,
            long parentToChildMonitor, long childToParentMonitor, Guid clientId)
            implements StandardToRoot {
        /// The interrupt source on which every known client takes messages.
        public static final int MESSAGE_SINT = 2;
        /// Feature flag: the message goes on with a client id.
        public static final int CLIENT_ID = 0x8;
        /// Feature flag: the root chooses the monitor pages.
        public static final int SERVER_MONITOR_PAGES = 0x40;

        /// Refuses a client id that is not announced.
        public InitiateContact {
            if (!clientId.equals(Guid.ZERO) && !hasClientId(version, target)) {
                throw new IllegalArgumentException("client id comes without its flag: version="
                        + version + " target=0x" + Long.toHexString(target));
            }
        }

        /// A contact without client id.
        ///
        /// @param version what the sender wants to speak
        /// @param targetVp the processor that gets the messages
        /// @param target interrupt page, or where messages go to
        /// @param parentToChildMonitor address of the first monitor page, 0 for none
        /// @param childToParentMonitor address of the second; both or none
        public InitiateContact(ProtocolVersion version, int targetVp, long target,
                long parentToChildMonitor, long childToParentMonitor) {
            this(version, targetVp, target, parentToChildMonitor, childToParentMonitor, Guid.ZERO);
        }

        /// {@return a contact at version 5.0 or later, without monitor pages}
        ///
        /// @param version what to ask for
        public static InitiateContact of(ProtocolVersion version) {
            return new InitiateContact(version, 0, MESSAGE_SINT, 0, 0);
        }

        /// {@return the interrupt source for messages; before 5.0 there is no choice}
        public int sint() {
            return version.isAtLeast(ProtocolVersion.V5_0) ? (int) target & 0xFF : MESSAGE_SINT;
        }

        /// {@return the trust level that talks; before 5.1 always 0}
        public int vtl() {
            return version.isAtLeast(ProtocolVersion.V5_1) ? (int) target >>> 8 & 0xFF : 0;
        }

        /// {@return the features the sender knows; before 6.0 none}
        public int featureFlags() {
            return featureFlags(version, target);
        }

        private static int featureFlags(ProtocolVersion version, long target) {
            return version.isAtLeast(ProtocolVersion.V6_0) ? (int) (target >>> 32) : 0;
        }

        /// Whether a contact with these fields is in its long form.
        static boolean hasClientId(ProtocolVersion version, long target) {
            return (featureFlags(version, target) & CLIENT_ID) != 0;
        }
    }

    /// Ends the connection in good order.
    record Unload() implements StandardToRoot {}

    /// Opens a channel that outlives the connection. Since 4.0.
    ///
    /// @param relId the reserved channel
    /// @param targetVp the processor that gets its messages
    /// @param targetSint the interrupt source that gets them
    /// @param ring the GPADL of both rings
    /// @param downstreamPageOffset first page of the second ring
    record OpenReservedChannel(RelId relId, int targetVp, int targetSint, GpadlId ring,
            int downstreamPageOffset) implements StandardToRoot {}

    /// Ends a reserved channel; the only one that may come without a connection.
    ///
    /// @param relId the reserved channel
    /// @param targetVp the processor that gets the answer
    /// @param targetSint the interrupt source that gets it
    record CloseReservedChannel(RelId relId, int targetVp, int targetSint)
            implements StandardToRoot {}

    /// Asks for a Hyper-V socket: an offer with these two ids. Since 4.0.
    ///
    /// @param endpointId the sender's end
    /// @param serviceId who is to listen
    /// @param siloId the container, since 5.2 and not from every client; zero for none
    record TlConnectRequest(Guid endpointId, Guid serviceId, Guid siloId)
            implements StandardToRoot {}

    /// Moves the interrupt of an open channel to another processor. Since 4.1.
    ///
    /// @param relId the channel
    /// @param targetVp the processor; not [OpenChannel#NO_INTERRUPT]
    record ModifyChannel(RelId relId, int targetVp) implements StandardToRoot {}

    /// Exchanges the monitor pages. Since 6.0.
    ///
    /// @param parentToChildMonitor address of the first page
    /// @param childToParentMonitor address of the second
    record ModifyConnection(long parentToChildMonitor, long childToParentMonitor)
            implements StandardToRoot {}

    /// Asks the root to be silent until [Resume]. Since 6.0.
    record Pause() implements StandardToRoot {}

    /// Ends a [Pause]. Since 6.0.
    record Resume() implements StandardToRoot {}
}
