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
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.wire.OfferId;
import org.ringway.wire.Status;

/// A channel between two Ringway children, from the offer to the last release.
final class ChannelLifeTest extends BusCase {
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
