// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.UserData;

/// The wish to open a channel.
///
/// @param request who wishes
/// @param offer as it was told; if it has changed or gone since, it is not opened
/// @param ring memory of both rings, mapped already; the machine retires it
/// @param downstreamPageOffset first page of the second ring, the incoming one
/// @param userData for the provider
/// @param targetVp which processor of this partition is interrupted, or
///     [org.ringway.protocol.StandardToRoot.OpenChannel#NO_INTERRUPT]
public record OpenRequest(RequestId request, SeenOffer offer, OwnRegion ring,
        int downstreamPageOffset, UserData userData, int targetVp) {}
