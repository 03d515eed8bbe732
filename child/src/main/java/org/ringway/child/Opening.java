// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.WaitStrategy;
import org.ringway.child.machine.ChildMachine;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.OpenRequest;
import org.ringway.child.machine.RequestId;
import org.ringway.child.machine.SeenOffer;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.UserData;

/// A thread's wait for a channel that it opens.
final class Opening extends Pending<BusChannel> {
    private final SeenOffer offer;
    private final ChannelOptions options;
    private final UserData userData;
    private final OwnRings rings;
    private final Place place;

    /// @param rings unmapped again if nothing comes of it
    Opening(SeenOffer offer, ChannelOptions options, UserData userData, OwnRings rings,
            Place place) {
        super("open: name=" + offer.name() + " provider=" + offer.provider().name()
                + " subchannelIndex=" + offer.subchannelIndex());
        this.place = place;
        this.offer = offer;
        this.options = options;
        this.userData = userData;
        this.rings = rings;
    }

    SeenOffer offer() {
        return offer;
    }

    ChannelOptions options() {
        return options;
    }

    UserData userData() {
        return userData;
    }

    Place place() {
        return place;
    }

    Rings rings() {
        return rings.rings();
    }

    List<Effect> begin(ChildMachine machine, RequestId id) {
        return machine.open(new OpenRequest(id, offer, rings.region(),
                rings.downstreamPageOffset(), userData, targetVp()));
    }

    /// Who never sleeps needs no interrupt.
    private int targetVp() {
        return options.waiting() == WaitStrategy.SPIN
                ? OpenChannel.NO_INTERRUPT : place.processor();
    }

    @Override
    void abandoned() {
        rings.rings().close();
    }
}
