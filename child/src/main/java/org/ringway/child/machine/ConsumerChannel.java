// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OpenId;

/// A channel that this partition opened, or is about to.
final class ConsumerChannel extends Channel {
    final OpenRequest wish;
    final OpenId openId;
    /// Of which channel this is a sub-channel, or null.
    private final @Nullable ConsumerChannel primary;
    /// Nobody waits for the result any more.
    boolean abandoned;
    /// The root's policy says that both sides trust each other.
    boolean trusted;
    /// It outlived its root: its id is released with it.
    boolean kept;
    /// It is a connection: its id is released with it.
    boolean once;
    /// Who wants the offer next.
    @Nullable OpenRequest next;

    ConsumerChannel(ChannelKey key, OpenRequest wish, OpenId openId,
            @Nullable ConsumerChannel primary, Effects effects) {
        super(key, wish.offer().relId(), effects);
        this.wish = wish;
        this.openId = openId;
        this.primary = primary;
        this.targetVp = wish.targetVp();
    }

    @Override
    @Nullable ConsumerChannel primary() {
        return primary;
    }

    @Override
    int subchannelIndex() {
        return wish.offer().subchannelIndex();
    }

    /// Whether it is over, or will be as soon as it is open.
    boolean isForNobody() {
        return abandoned || phase == Phase.CLOSING;
    }

    @Override
    OfferContent content() {
        return wish.offer().content();
    }
}
