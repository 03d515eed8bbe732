// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;

/// A channel that somebody opened on a service of this partition, or is about to.
final class ProviderChannel extends Channel {
    /// What was asked, and of which service, once it was.
    ///
    /// @param open the request
    /// @param content of the service
    /// @param primary of which channel this one is a sub-channel, or null
    record Asked(PeerOpen open, OfferContent content, @Nullable ProviderChannel primary) {}

    @Nullable Asked asked;

    ProviderChannel(ChannelKey key, RelId relId, Effects effects) {
        super(key, relId, effects);
    }

    OfferId offerId() {
        return Objects.requireNonNull(asked, "asked").open().offerId();
    }

    @Override
    @Nullable ProviderChannel primary() {
        return asked == null ? null : asked.primary();
    }

    @Override
    int subchannelIndex() {
        Subchannel subchannel = asked == null ? null : asked.open().subchannel();
        return subchannel == null ? 0 : subchannel.index();
    }

    @Override
    OfferContent content() {
        return Objects.requireNonNull(asked, "asked").content();
    }
}
