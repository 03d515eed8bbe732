// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;

/// What makes an offer different from every other on the bus.
///
/// @param interfaceId which kind of service
/// @param instanceId which one of that kind
/// @param subchannelIndex which one of its channels, 0 for the primary one
record OfferIdentity(Guid interfaceId, Guid instanceId, int subchannelIndex) {
    static OfferIdentity of(OfferContent content) {
        return new OfferIdentity(content.interfaceId(), content.instanceId(), 0);
    }

    OfferIdentity subchannel(int index) {
        return new OfferIdentity(interfaceId, instanceId, index);
    }

    /// What the service itself is known by.
    OfferIdentity primary() {
        return subchannel(0);
    }
}
