// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.ringway.memory.GpadlId;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// What a root says to any VMBus client.
public sealed interface StandardToChild extends ToChild {
    /// There is a service, and this is the id under which the receiver may open it.
    ///
    /// @param relId valid until RelIdReleased
    /// @param content what the provider says
    /// @param mmioMegabytes address space a device may want; 0 here
    /// @param subchannelIndex 0 for a primary channel
    /// @param mmioMegabytesOptional more of it; 0 here
    /// @param interrupt how the opener signals
    record OfferChannel(RelId relId, OfferContent content, int mmioMegabytes, int subchannelIndex,
            int mmioMegabytesOptional, Interrupt interrupt) implements StandardToChild {
        /// {@return a primary channel, dedicated interrupt, no monitor; its id is the connection
        /// too}
        ///
        /// @param relId valid until RelIdReleased
        /// @param content what the provider says
        public static OfferChannel of(RelId relId, OfferContent content) {
            return of(relId, content, 0);
        }

        /// {@return as [#of(RelId, OfferContent)], or a sub-channel}
        ///
        /// @param relId valid until RelIdReleased
        /// @param content what the provider says
        /// @param subchannelIndex 0 for a primary channel; 16 bits
        public static OfferChannel of(RelId relId, OfferContent content, int subchannelIndex) {
            return new OfferChannel(relId, content, 0, subchannelIndex, 0,
                    new Interrupt(Interrupt.NO_MONITOR, false, true, relId.value()));
        }
    }

    /// How the opener of a channel signals the other side. A part of OfferChannel.
    ///
    /// @param monitorId bit in the monitor pages, or [#NO_MONITOR]
    /// @param monitorAllocated whether that bit is to be used
    /// @param dedicated whether the channel has an event connection of its own
    /// @param connectionId of that event connection; opaque to the opener
    record Interrupt(int monitorId, boolean monitorAllocated, boolean dedicated, int connectionId) {
        /// As monitor id: none.
        public static final int NO_MONITOR = 0xFF;
    }

    /// The service is gone. The receiver closes, tears down and releases the id.
    ///
    /// @param relId the id that was offered
    record RescindChannelOffer(RelId relId) implements StandardToChild {}

    /// Every offer that there was when the receiver asked has been sent.
    record AllOffersDelivered() implements StandardToChild {}

    /// Answers OpenChannel. With success comes a doorbell end.
    ///
    /// @param relId the channel
    /// @param openId from the request
    /// @param status whether it is open
    record OpenChannelResult(RelId relId, OpenId openId, Status status)
            implements StandardToChild {}

    /// Answers a whole GPADL.
    ///
    /// @param relId the channel it belongs to
    /// @param gpadl its number
    /// @param status whether it was taken; if not, the number is free
    record GpadlCreated(RelId relId, GpadlId gpadl, Status status) implements StandardToChild {}

    /// Answers GpadlTeardown: nobody looks at these pages any more.
    ///
    /// @param gpadl its number, free from now on
    record GpadlTorndown(GpadlId gpadl) implements StandardToChild {}

    /// Answers InitiateContact.
    ///
    /// @param supported whether the root speaks that version
    /// @param connectionState one of the constants; 8 bits
    /// @param versionOrConnectionId the version word before 5.0, since then where to send messages
    /// @param featureFlags what both sides know; before 6.0 none
    /// @param parentToChildMonitor address of the first monitor page, if the root says
    ///     [InitiateContact#SERVER_MONITOR_PAGES], else 0
    /// @param childToParentMonitor address of the second
    record VersionResponse(boolean supported, int connectionState, int versionOrConnectionId,
            int featureFlags, long parentToChildMonitor, long childToParentMonitor)
            implements StandardToChild {
        /// Connected.
        public static final int CONNECTED = 0;
        /// Not connected: the root lacks something.
        public static final int LOW_RESOURCES = 1;
        /// Not connected.
        public static final int UNKNOWN_FAILURE = 2;

        /// Refuses monitor pages that are not announced.
        public VersionResponse {
            boolean monitors = parentToChildMonitor != 0 || childToParentMonitor != 0;
            if (monitors && (featureFlags & InitiateContact.SERVER_MONITOR_PAGES) == 0) {
                throw new IllegalArgumentException("monitor pages come without their flag:"
                        + " featureFlags=0x" + Integer.toHexString(featureFlags));
            }
        }

        /// An answer as before 6.0.
        ///
        /// @param supported whether the root speaks that version
        /// @param connectionState one of the constants
        /// @param versionOrConnectionId the version word before 5.0, since then where to send
        ///     messages
        public VersionResponse(
                boolean supported, int connectionState, int versionOrConnectionId) {
            this(supported, connectionState, versionOrConnectionId, 0, 0, 0);
        }

        /// {@return a yes}
        ///
        /// @param versionOrConnectionId before 5.0 the version word, since then where to send every
        ///     further message
        public static VersionResponse accepted(int versionOrConnectionId) {
            return new VersionResponse(true, CONNECTED, versionOrConnectionId);
        }

        /// {@return a no: the sender may try an older version}
        public static VersionResponse unsupported() {
            return new VersionResponse(false, CONNECTED, 0);
        }
    }

    /// Answers Unload: the connection is over.
    record UnloadComplete() implements StandardToChild {}

    /// Answers CloseReservedChannel. Since 4.0.
    ///
    /// @param relId the reserved channel
    record CloseReservedResponse(RelId relId) implements StandardToChild {}

    /// Answers TlConnectRequest if it came to nothing; if not, an offer comes. Since 4.1.
    ///
    /// @param endpointId from the request
    /// @param serviceId from the request
    /// @param status why not
    record TlConnectResult(Guid endpointId, Guid serviceId, Status status)
            implements StandardToChild {}

    /// Answers ModifyChannel. Since 5.3.
    ///
    /// @param relId the channel
    /// @param status whether the interrupt has moved
    record ModifyChannelResponse(RelId relId, Status status) implements StandardToChild {}

    /// Answers ModifyConnection. Since 6.0.
    ///
    /// @param connectionState as in [VersionResponse]; 8 bits
    record ModifyConnectionResponse(int connectionState) implements StandardToChild {}

    /// Answers Pause: nothing more comes. Since 6.0.
    record PauseResponse() implements StandardToChild {}
}
