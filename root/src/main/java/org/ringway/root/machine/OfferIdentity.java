// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;

/// What makes an offer different from every other on the bus.
///
/// @param interfaceId which kind of service
/// @param instanceId which one of that kind
record OfferIdentity(Guid interfaceId, Guid instanceId) {
    static OfferIdentity of(OfferContent content) {
        return new OfferIdentity(content.interfaceId(), content.instanceId());
    }
}
