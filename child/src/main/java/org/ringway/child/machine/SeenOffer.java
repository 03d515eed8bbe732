// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;

/// A service that can be opened.
///
/// @param relId the id under which it is opened
/// @param provider who provides it
/// @param name what the provider calls it
/// @param content what the provider says about it
/// @param subchannelIndex which one of its channels, 0 for the primary one
public record SeenOffer(RelId relId, PeerFacts provider, Name name, OfferContent content,
        int subchannelIndex) {
    /// A primary channel.
    ///
    /// @param relId the id under which it is opened
    /// @param provider who provides it
    /// @param name what the provider calls it
    /// @param content what the provider says about it
    public SeenOffer(RelId relId, PeerFacts provider, Name name, OfferContent content) {
        this(relId, provider, name, content, 0);
    }

    boolean isSubchannel() {
        return subchannelIndex != 0;
    }

    /// Whether both are channels of one service.
    boolean isOfSameService(SeenOffer other) {
        return provider.equals(other.provider)
                && content.interfaceId().equals(other.content.interfaceId())
                && content.instanceId().equals(other.content.instanceId());
    }
}
