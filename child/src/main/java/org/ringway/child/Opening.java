// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.machine.ChildMachine;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.OpenRequest;
import org.ringway.child.machine.RequestId;
import org.ringway.child.machine.SeenOffer;
import org.ringway.wire.UserData;

/// A thread's wait for a channel that it opens.
final class Opening extends Pending<BusChannel> {
    private final Offer offer;
    private final ChannelOptions options;
    private final UserData userData;
    private final OwnRings rings;

    /// @param rings unmapped again if nothing comes of it
    Opening(Offer offer, ChannelOptions options, UserData userData, OwnRings rings) {
        super("open: name=" + offer.name() + " provider=" + offer.provider().name());
        this.offer = offer;
        this.options = options;
        this.userData = userData;
        this.rings = rings;
    }

    Offer offer() {
        return offer;
    }

    ChannelOptions options() {
        return options;
    }

    UserData userData() {
        return userData;
    }

    Rings rings() {
        return rings.rings();
    }

    List<Effect> begin(ChildMachine machine, RequestId id) {
        SeenOffer seen = new SeenOffer(
                offer.relId(), offer.provider(), offer.name(), offer.content());
        return machine.open(new OpenRequest(
                id, seen, rings.region(), rings.downstreamPageOffset(), userData));
    }

    @Override
    void abandoned() {
        rings.rings().close();
    }
}
