// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// What `ringway ls` gets to see.
final class ListTest extends BusCase {
    private OfferEntry echo(int openChannels) {
        return new OfferEntry(provider.id, new OfferId(5), Guid.ofName("echo"),
                Guid.ofName("echo instance"), 1, Name.of("echo"), openChannels);
    }

    private ChannelEntry channel(ChannelState state, ChannelUsage usage) {
        return new ChannelEntry(1, provider.id, new RelId(1), consumer.id, new RelId(1),
                new OfferId(5), state, usage);
    }

    @Test
    void everythingIsListed() {
        channelIsOpen();
        scene.link();
        provider.announces(900, 2).grants(1, 4, 900, 2);
        consumer.forgetsWhatItHeard().takesGrant(1, 4, Status.OK)
                .say(new RingwayToRoot.List(7)).hears(
                        new PartitionEntry(provider.facts(), 1),
                        new PartitionEntry(consumer.facts(), 1),
                        echo(1),
                        channel(ChannelState.OPEN, new ChannelUsage(8, 2, 10 * 4096)),
                        new ListEnd());
    }

    @Test
    void onlyWhatIsAskedForIsListed() {
        offerIsSeen();
        consumer.say(new RingwayToRoot.List(0)).hears(new ListEnd())
                .say(new RingwayToRoot.List(RingwayToRoot.List.OFFERS))
                .hears(echo(0), new ListEnd());
    }

    @Test
    void aChannelIsListedFromItsRequestToItsRelease() {
        providerIsAsked();
        RingwayToRoot.List channels = new RingwayToRoot.List(RingwayToRoot.List.CHANNELS);
        ChannelUsage ring = new ChannelUsage(8, 1, 8 * 4096);
        consumer.say(channels).hears(channel(ChannelState.OPENING, ring), new ListEnd());
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK).closes(1);
        consumer.forgetsWhatItHeard().say(channels)
                .hears(channel(ChannelState.CLOSING, ring), new ListEnd());
        provider.releases(1);
        consumer.say(channels).hears(new ListEnd());
    }
}
