// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerClosed;
import static org.ringway.root.machine.Heard.peerGpadl;
import static org.ringway.root.machine.Heard.peerOpened;
import static org.ringway.root.machine.Heard.peerTeardown;
import static org.ringway.root.machine.Heard.rescinded;
import static org.ringway.root.machine.Heard.torndown;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A channel between two Ringway children, from the offer to the last release.
final class ChannelLifeTest {
    private final Scene scene = new Scene();
    private final Client provider = scene.link().greets("provider");
    private final Client consumer = scene.link().greets("consumer");

    @AfterEach
    void nothingIsLeft() {
        scene.end();
    }

    private void offerIsSeen() {
        provider.offers(5, "echo");
        consumer.requestsOffers().hears(
                new RingwayToChild.OfferIdentity(
                        new RelId(1), provider.facts(), Name.of("echo")),
                StandardToChild.OfferChannel.of(new RelId(1), Client.content("echo")),
                new StandardToChild.AllOffersDelivered());
    }

    private void ringIsGranted() {
        consumer.announces(100, 8).grants(1, 77, 100, 8).hears(created(1, 77, Status.OK));
    }

    private void providerIsAsked() {
        offerIsSeen();
        ringIsGranted();
        consumer.opens(1, 9, 77, 4).hearsNothing();
        provider.hears(peerGpadl(1, 77, 100, 8));
        assertEquals(1, provider.attached().size());
        provider.hears(new RingwayToChild.PeerOpen(new RelId(1), new OfferId(5), 7001,
                new GpadlId(77), 4, UserData.EMPTY, consumer.facts()));
        assertEquals(1, provider.attached().size());
    }

    private void channelIsOpen() {
        providerIsAsked();
        provider.takesGrant(1, 77, Status.OK).takesChannel(1, Status.OK);
        consumer.hears(peerOpened(1, 7001), opened(1, 9, Status.OK));
        assertEquals(1, consumer.attached().size());
    }

    @Test
    void aChannelOpensWhenTheProviderHasTheRingAndSaysYes() {
        channelIsOpen();
        provider.hearsNothing();
        consumer.hearsNothing();
    }

    @Test
    void theConsumerClosesAndOpensAgain() {
        channelIsOpen();
        consumer.closes(1);
        provider.hears(peerClosed(1, Reason.CLOSED));
        consumer.tearsDown(1, 77);
        provider.hears(peerTeardown(1, 77)).letsGo(1, 77);
        consumer.hears(torndown(77));
        provider.releases(1).hearsNothing();
        consumer.grants(1, 78, 100, 8).hears(created(1, 78, Status.OK)).opens(1, 10, 78, 4);
        provider.hears(peerGpadl(2, 78, 100, 8)).next(RingwayToChild.PeerOpen.class);
        provider.takesGrant(2, 78, Status.OK).takesChannel(2, Status.OK);
        consumer.hears(peerOpened(1, 7002), opened(1, 10, Status.OK));
    }

    @Test
    void openingAgainWaitsUntilTheProviderHasReleasedTheLastChannel() {
        channelIsOpen();
        consumer.closes(1).opens(1, 10, 77, 4).hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).hearsNothing().releases(1)
                .hears(peerGpadl(2, 77, 100, 8)).next(RingwayToChild.PeerOpen.class);
        provider.takesGrant(2, 77, Status.OK).takesChannel(2, Status.OK);
        consumer.hears(peerOpened(1, 7002), opened(1, 10, Status.OK));
    }

    @Test
    void theProviderClosesAndTheConsumerMayOpenAgain() {
        channelIsOpen();
        provider.closes(1);
        consumer.hears(peerClosed(1, Reason.CLOSED)).closes(1).tearsDown(1, 77)
                .hears(torndown(77)).hearsNothing();
        provider.releases(1).hearsNothing();
        consumer.grants(1, 78, 100, 8).hears(created(1, 78, Status.OK)).opens(1, 10, 78, 4);
        provider.hears(peerGpadl(2, 78, 100, 8)).next(RingwayToChild.PeerOpen.class);
    }

    @Test
    void bothSidesGrantOnAnOpenChannel() {
        channelIsOpen();
        consumer.announces(200, 3).grants(1, 80, 200, 3).hearsNothing();
        provider.hears(peerGpadl(1, 80, 200, 3)).takesGrant(1, 80, Status.OK);
        consumer.hears(created(1, 80, Status.OK));
        provider.announces(900, 2).grants(1, 80, 900, 2).hearsNothing();
        consumer.hears(peerGpadl(1, 80, 900, 2)).takesGrant(1, 80, Status.OK);
        provider.hears(created(1, 80, Status.OK)).tearsDown(1, 80).hearsNothing();
        consumer.hears(peerTeardown(1, 80)).letsGo(1, 80);
        provider.hears(torndown(80))
                .say(new RingwayToRoot.RetireRegion(900)).hearsNothing();
    }

    @Test
    void withdrawingAnOfferEndsItsChannels() {
        channelIsOpen();
        provider.say(new RingwayToRoot.WithdrawOffer(new OfferId(5))).hearsNothing();
        consumer.hears(peerClosed(1, Reason.OFFER_WITHDRAWN), rescinded(1))
                .closes(1).tearsDown(1, 77);
        provider.hears(peerTeardown(1, 77)).letsGo(1, 77);
        consumer.hears(torndown(77)).releases(1).hearsNothing();
        provider.releases(1).hearsNothing();
    }

    @Test
    void theDeathOfTheConsumerIsToldToTheProvider() {
        channelIsOpen();
        consumer.die();
        provider.hears(peerClosed(1, Reason.LOST)).releases(1).hearsNothing();
        assertEquals(List.of(), List.copyOf(scene.open));
    }

    @Test
    void theDeathOfTheProviderIsToldToTheConsumerAndItsOfferIsRescinded() {
        channelIsOpen();
        provider.die();
        consumer.hears(peerClosed(1, Reason.LOST), rescinded(1))
                .closes(1).tearsDown(1, 77).hears(torndown(77)).releases(1).hearsNothing();
    }
}
