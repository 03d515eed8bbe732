// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerClosed;
import static org.ringway.root.machine.Heard.peerGpadl;
import static org.ringway.root.machine.Heard.peerOpened;
import static org.ringway.root.machine.Heard.rescinded;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.Subchannel;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Further channels beside an open one. The consumer's id of that is 1, the provider's too; its
/// service allows three sub-channels.
final class SubchannelTest extends BusCase {
    private static final int PRIMARY = 1;
    private static final int SUB_RING = 88;

    SubchannelTest() {
        subchannels = 3;
    }

    private static OfferSubchannels ask(int relId, int count) {
        return new OfferSubchannels(new RelId(relId), count);
    }

    private static OfferSubchannelsResult answer(int relId, Status status, int count) {
        return new OfferSubchannelsResult(new RelId(relId), status, count);
    }

    private void seesSubchannel(Client who, int relId, int index) {
        if (who == consumer) {
            who.hears(new OfferIdentity(new RelId(relId), provider.facts(), Name.of("echo")));
        }
        who.hears(OfferChannel.of(new RelId(relId), Client.content("echo"), index));
    }

    private void twoAreOffered() {
        channelIsOpen();
        consumer.say(ask(PRIMARY, 2));
        seesSubchannel(consumer, 2, 1);
        seesSubchannel(consumer, 3, 2);
        consumer.hears(answer(PRIMARY, Status.OK, 2)).hearsNothing();
        provider.hearsNothing();
    }

    /// The provider's id of it is the next one.
    private void firstIsOpening() {
        twoAreOffered();
        consumer.announces(200, 8).grants(2, SUB_RING, 200, 8)
                .hears(created(2, SUB_RING, Status.OK)).opens(2, 10, SUB_RING, 4);
        provider.hears(peerGpadl(2, SUB_RING, 200, 8), new PeerOpen(new RelId(2), new OfferId(5),
                7002, new GpadlId(SUB_RING), 4, UserData.EMPTY, consumer.facts(), false,
                new Subchannel(new RelId(PRIMARY), 1)));
    }

    private void firstIsOpen() {
        firstIsOpening();
        provider.takesGrant(2, SUB_RING, Status.OK).takesChannel(2, Status.OK);
        consumer.hears(peerOpened(2, 7002), opened(2, 10, Status.OK));
    }

    private void refuses(Client who, int relId, int count, Status status, String words) {
        who.say(ask(relId, count)).hearsWhy(words).hears(answer(relId, status, 0)).hearsNothing();
    }

    @Test
    @DisplayName("a consumer asks for sub-channels and is offered as many as the service allows")
    void asManyAsAllowed() {
        twoAreOffered();
        consumer.say(ask(PRIMARY, -1));
        seesSubchannel(consumer, 4, 3);
        consumer.hears(answer(PRIMARY, Status.OK, 1));
        refuses(consumer, PRIMARY, 1, Status.QUOTA_EXCEEDED,
                "sub-channels of this channel=3 limit=3");
    }

    @Test
    @DisplayName("nobody else is shown a sub-channel, now or later")
    void nobodyElseIsShownOne() {
        Client other = scene.link().greets("other");
        other.requestsOffers().forgetsWhatItHeard();
        channelIsOpenBeside(other);
        consumer.say(ask(PRIMARY, 1));
        other.hearsNothing();
        Client late = scene.link().greets("late");
        late.requestsOffers().hears(
                new OfferIdentity(new RelId(1), provider.facts(), Name.of("echo")),
                OfferChannel.of(new RelId(1), Client.content("echo")), new AllOffersDelivered());
    }

    private void channelIsOpenBeside(Client other) {
        channelIsOpen();
        other.forgetsWhatItHeard();
    }

    @Test
    @DisplayName("the provider is told to which channel a sub-channel belongs, and it is listed")
    void belongsToItsChannel() {
        firstIsOpen();
        consumer.say(new RingwayToRoot.List(RingwayToRoot.List.CHANNELS));
        assertEquals(0, consumer.next(ChannelEntry.class).subchannelIndex());
        assertEquals(1, consumer.next(ChannelEntry.class).subchannelIndex());
    }

    @Test
    @DisplayName("what cannot have sub-channels is refused in words")
    void whatHasNone() {
        refuses(consumer, 99, 1, Status.NOT_FOUND, "no such open channel: channelId=99");
        offerIsSeen();
        refuses(consumer, PRIMARY, 1, Status.NOT_FOUND, "no such open channel: channelId=1");
    }

    @Test
    @DisplayName("a sub-channel has none of its own, and none is less than one")
    void impossibleWishes() {
        firstIsOpen();
        refuses(consumer, 2, 1, Status.INVALID_PARAMETER, "none of its own");
        refuses(provider, 2, 1, Status.INVALID_PARAMETER, "none of its own");
        refuses(consumer, PRIMARY, 0, Status.INVALID_PARAMETER, "count=0");
    }

    @Test
    @DisplayName("a service that says nothing allows none")
    void noneByDefault() {
        subchannels = 0;
        channelIsOpen();
        refuses(consumer, PRIMARY, 1, Status.QUOTA_EXCEEDED,
                "sub-channels of this channel=0 limit=0");
    }

    @Test
    @DisplayName("a Ringway child that knows no sub-channels is shown none")
    void olderChildrenAreShownNone() {
        provider.offers(5, "echo", subchannels);
        Client older = scene.link().contacts();
        older.say(new Hello(1, Hello.INSPECTABLE, 0, Name.of("older"))).requestsOffers()
                .forgetsWhatItHeard().announces(100, 8).grants(1, RING, 100, 8)
                .opens(1, 9, RING, 4);
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK).forgetsWhatItHeard();
        older.forgetsWhatItHeard();
        refuses(provider, 1, 1, Status.NOT_SUPPORTED, "the consumer knows no sub-channels");
        older.hearsNothing();
    }

    @Test
    @DisplayName("the consumer closes the channel: its sub-channels end first, for both sides")
    void consumerClosesTheChannel() {
        firstIsOpen();
        consumer.closes(PRIMARY).hears(
                peerClosed(2, Reason.CLOSED), rescinded(2), rescinded(3)).hearsNothing();
        provider.hears(peerClosed(2, Reason.CLOSED), peerClosed(1, Reason.CLOSED)).hearsNothing();
        provider.closes(2).releases(2).closes(1).releases(1);
        consumer.releases(3).closes(2).tearsDown(2, SUB_RING).hears(Heard.torndown(SUB_RING))
                .releases(2).tearsDown(1, RING).hears(Heard.torndown(RING)).hearsNothing();
    }

    @Test
    @DisplayName("the provider closes the channel: its sub-channels end first, for both sides")
    void providerClosesTheChannel() {
        firstIsOpen();
        provider.closes(2).closes(1).hearsNothing();
        consumer.hears(peerClosed(2, Reason.CLOSED), rescinded(2), rescinded(3),
                peerClosed(1, Reason.CLOSED)).hearsNothing();
        consumer.closes(2).closes(1);
        provider.hearsNothing().releases(2).releases(1).hearsNothing();
    }

    @Test
    @DisplayName("the offer is withdrawn: sub-channels are rescinded before it")
    void offerIsWithdrawn() {
        firstIsOpen();
        provider.say(new RingwayToRoot.WithdrawOffer(new OfferId(5))).hearsNothing();
        consumer.hears(peerClosed(2, Reason.OFFER_WITHDRAWN), rescinded(2), rescinded(3),
                peerClosed(1, Reason.OFFER_WITHDRAWN), rescinded(1)).hearsNothing();
    }

    @Test
    @DisplayName("the consumer dies: sub-channels are lost before the channel")
    void consumerDies() {
        firstIsOpen();
        consumer.die();
        provider.hears(peerClosed(2, Reason.LOST), peerClosed(1, Reason.LOST)).hearsNothing();
        provider.closes(1).releases(1).closes(2).releases(2).hearsNothing();
    }

    @Test
    @DisplayName("the provider dies: sub-channels are lost and rescinded before the channel")
    void providerDies() {
        firstIsOpen();
        provider.die();
        consumer.hears(peerClosed(2, Reason.LOST), rescinded(2), rescinded(3),
                peerClosed(1, Reason.LOST), rescinded(1)).hearsNothing();
        consumer.closes(1).closes(2).releases(1).releases(2).releases(3).hearsNothing();
    }

    @Test
    @DisplayName("a sub-channel on its way when the channel closes is refused to its consumer")
    void channelClosesDuringAnOpen() {
        firstIsOpening();
        consumer.closes(PRIMARY).hearsWhy("the channel was closed")
                .hears(opened(2, 10, Status.CANCELLED), rescinded(2), rescinded(3)).hearsNothing();
        provider.hears(peerClosed(2, Reason.CLOSED), peerClosed(1, Reason.CLOSED))
                .takesGrant(2, SUB_RING, Status.OK).takesChannel(2, Status.OK).hearsNothing();
    }

    @Test
    @DisplayName("a sub-channel whose provider was not asked yet leaves no trace there")
    void channelClosesBeforeTheDoorbellIsMade() {
        twoAreOffered();
        scene.holdsDoorbells = true;
        consumer.announces(200, 8).grants(2, SUB_RING, 200, 8)
                .hears(created(2, SUB_RING, Status.OK)).opens(2, 10, SUB_RING, 4);
        provider.closes(1).hearsNothing();
        consumer.hearsWhy("the channel was closed").hears(opened(2, 10, Status.CANCELLED),
                rescinded(2), rescinded(3), peerClosed(1, Reason.CLOSED)).hearsNothing();
        scene.happen(new Event.DoorbellMade(
                scene.heldDoorbells.remove(), scene.handle(), scene.handle()));
        provider.hearsNothing();
    }

    @Test
    @DisplayName("a sub-channel that was closed alone is opened again under the same id")
    void closedAloneIsOpenedAgain() {
        firstIsOpen();
        consumer.closes(2);
        provider.hears(peerClosed(2, Reason.CLOSED)).closes(2).releases(2);
        consumer.hearsNothing().opens(2, 11, SUB_RING, 4);
        provider.hears(peerGpadl(3, SUB_RING, 200, 8));
        assertEquals(new Subchannel(new RelId(PRIMARY), 1),
                provider.next(PeerOpen.class).subchannel());
    }

    @Test
    @DisplayName("an index is offered again when the consumer has let go of the former one")
    void indexesWaitForTheirRelease() {
        twoAreOffered();
        consumer.closes(PRIMARY).hears(rescinded(2), rescinded(3));
        provider.forgetsWhatItHeard().closes(1).releases(1);
        consumer.opens(PRIMARY, 12, RING, 4);
        provider.takesGrant(2, RING, Status.OK).takesChannel(2, Status.OK).forgetsWhatItHeard();
        consumer.forgetsWhatItHeard().say(ask(PRIMARY, 2)).hearsNothing();
        refuses(consumer, PRIMARY, 1, Status.DEVICE_BUSY, "not answered yet");
        consumer.releases(3).hearsNothing().releases(2);
        seesSubchannel(consumer, 4, 1);
        seesSubchannel(consumer, 5, 2);
        consumer.hears(answer(PRIMARY, Status.OK, 2)).hearsNothing();
    }

    @Test
    @DisplayName("a wish that waits for a release is refused when its channel ends")
    void waitingWishIsCancelled() {
        waitingWishOfTheProvider();
        consumer.closes(PRIMARY);
        provider.hearsWhy("has ended").hears(answer(2, Status.CANCELLED, 0),
                peerClosed(2, Reason.CLOSED)).hearsNothing();
    }

    @Test
    @DisplayName("who wishes and dies leaves no wish behind")
    void wishOfTheDead() {
        waitingWishOfTheProvider();
        provider.die();
        consumer.hears(peerClosed(1, Reason.LOST), rescinded(1)).releases(2).releases(3)
                .hearsNothing();
    }

    private void waitingWishOfTheProvider() {
        twoAreOffered();
        consumer.closes(PRIMARY).hears(rescinded(2), rescinded(3));
        provider.forgetsWhatItHeard().closes(1).releases(1);
        consumer.opens(PRIMARY, 12, RING, 4);
        provider.takesGrant(2, RING, Status.OK).takesChannel(2, Status.OK).forgetsWhatItHeard();
        consumer.forgetsWhatItHeard();
        provider.say(ask(2, 1)).hearsNothing();
    }

    @Test
    @DisplayName("a provider takes no more ids of a consumer than its quota, sub-channels included")
    void idQuota() {
        Quotas few = new Quotas(9, 3, 99, 9, 999, 99, 99, 9, 99);
        subchannels = 100;
        channelIsOpen();
        scene.happen(new Event.PolicyChanged(within(few)));
        consumer.say(ask(PRIMARY, 100));
        seesSubchannel(consumer, 2, 1);
        seesSubchannel(consumer, 3, 2);
        consumer.hears(answer(PRIMARY, Status.OK, 2));
        refuses(consumer, PRIMARY, 1, Status.QUOTA_EXCEEDED, "offers=3 limit=3");
    }

    @Test
    @DisplayName("a flood of wishes is answered one by one, and leaves nothing")
    void flood() {
        twoAreOffered();
        consumer.say(ask(PRIMARY, 1)).forgetsWhatItHeard();
        for (int i = 0; i < 10_000; i++) {
            refuses(consumer, PRIMARY, 7, Status.QUOTA_EXCEEDED, "limit=3");
        }
    }

    @Test
    @DisplayName("sub-channels that a policy hides are rescinded when they are idle")
    void hiddenByPolicy() {
        firstIsOpen();
        scene.happen(new Event.PolicyChanged(Policy.DEFAULT.withOffers(List.of())));
        consumer.hears(rescinded(3)).releases(3).hearsNothing();
        consumer.say(ask(PRIMARY, 1)).next();
        consumer.hears(answer(PRIMARY, Status.ACCESS_DENIED, 0)).hearsNothing();
    }

    @Test
    @DisplayName("a plain client is offered sub-channels at the provider's wish, and loses them")
    void plainClient() {
        provider.offers(5, "echo", subchannels);
        Client plain = scene.linkWithMemory(64).contacts();
        plain.requestsOffers().grants(1, RING, 0, 8).opens(1, 9, RING, 4);
        provider.forgetsWhatItHeard().takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        plain.forgetsWhatItHeard();
        provider.say(ask(1, 2)).hears(answer(1, Status.OK, 2));
        seesSubchannel(plain, 2, 1);
        seesSubchannel(plain, 3, 2);
        plain.grants(2, SUB_RING, 8, 8).opens(2, 10, SUB_RING, 4);
        assertEquals(new Subchannel(new RelId(1), 1), asked().subchannel());
        provider.takesGrant(2, SUB_RING, Status.OK)
                .takesChannel(2, Status.OK);
        plain.hears(created(2, SUB_RING, Status.OK), opened(2, 10, Status.OK));
        provider.closes(2);
        plain.hears(rescinded(2)).closes(2).releases(2).hearsNothing();
        provider.releases(2).closes(1);
        plain.hears(rescinded(3), rescinded(1)).hearsNothing();
    }

    private PeerOpen asked() {
        provider.next(PeerGpadl.class);
        return provider.next(PeerOpen.class);
    }
}
