// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;

/// A channel that somebody opened on a service of this partition, or is about to.
final class ProviderChannel extends Channel {
    /// What was asked, and of which service, once it was.
    ///
    /// @param open the request
    /// @param content of the service
    record Asked(PeerOpen open, OfferContent content) {}

    @Nullable Asked asked;

    ProviderChannel(ChannelKey key, RelId relId, Effects effects) {
        super(key, relId, effects);
    }

    OfferId offerId() {
        return Objects.requireNonNull(asked, "asked").open().offerId();
    }

    @Override
    OfferContent content() {
        return Objects.requireNonNull(asked, "asked").content();
    }
}
