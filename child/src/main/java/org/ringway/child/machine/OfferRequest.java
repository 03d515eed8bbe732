// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.wire.PartitionId;

/// Asks for a service to be offered.
///
/// @param request answered when it stands
/// @param offer what to offer, under an id that was never used
/// @param audience who alone is to see it, or null
public record OfferRequest(
        RequestId request, ChildOffer offer, @Nullable PartitionId audience) {
    /// To everybody.
    ///
    /// @param request answered when it stands
    /// @param offer what to offer, under an id that was never used
    public OfferRequest(RequestId request, ChildOffer offer) {
        this(request, offer, null);
    }
}
