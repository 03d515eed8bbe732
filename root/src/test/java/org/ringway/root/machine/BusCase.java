// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerGpadl;
import static org.ringway.root.machine.Heard.peerOpened;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.StandardToChild;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A provider, a consumer, and how far they usually come. The consumer's id is 1, its ring GPADL
/// 77; the provider's ids count from 1.
abstract class BusCase {
    static final int RING = 77;

    final Scene scene;
    final Client provider;
    final Client consumer;
    /// How many each channel of the service may have.
    int subchannels;

    BusCase() {
        this(Policy.DEFAULT);
    }

    BusCase(Policy policy) {
        scene = new Scene(policy);
        provider = scene.link().greets("provider");
        consumer = scene.link().greets("consumer");
    }

    static Policy within(Quotas quotas) {
        return Policy.DEFAULT.withQuotas(new QuotaRules(9, quotas, Map.of()));
    }

    @AfterEach
    final void nothingIsLeft() {
        scene.end();
    }

    final void offerIsSeen() {
        provider.offers(5, "echo", subchannels);
        consumer.requestsOffers().hears(
                new RingwayToChild.OfferIdentity(
                        new RelId(1), provider.facts(), Name.of("echo")),
                StandardToChild.OfferChannel.of(new RelId(1), Client.content("echo")),
                new StandardToChild.AllOffersDelivered());
    }

    final void ringIsGranted() {
        offerIsSeen();
        consumer.announces(100, 8).grants(1, RING, 100, 8).hears(created(1, RING, Status.OK));
    }

    final void providerIsAsked() {
        ringIsGranted();
        consumer.opens(1, 9, RING, 4).hearsNothing();
        provider.hears(peerGpadl(1, RING, 100, 8));
        assertEquals(1, provider.attached().size());
        provider.hears(new RingwayToChild.PeerOpen(new RelId(1), new OfferId(5), 7001,
                new GpadlId(RING), 4, UserData.EMPTY, consumer.facts(), false));
        assertEquals(1, provider.attached().size());
    }

    final void channelIsOpen() {
        providerIsAsked();
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        consumer.hears(peerOpened(1, 7001), opened(1, 9, Status.OK));
        assertEquals(1, consumer.attached().size());
    }
}
