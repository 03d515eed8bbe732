// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerClosed;
import static org.ringway.root.machine.Heard.peerGpadl;
import static org.ringway.root.machine.Heard.torndown;

import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.Subchannel;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Channels of a dead root come to a new one.
final class ReannounceTest extends BusCase {
    private static final long OLD_EPOCH = 0xDEAD;
    private static final long SERIAL = 42;
    private static final Quotas TWO_CHANNELS = new Quotas(9, 9, 2, 9, 999, 9, 99, 9, 99);

    ReannounceTest() {
        super(within(TWO_CHANNELS));
    }

    private static Reannounce kept(long epoch, long serial, int relId, Role role, String service) {
        return new Reannounce(epoch, serial, new RelId(relId), role, Guid.ofName(service),
                Guid.ofName(service + " instance"), new OfferId(role == Role.PROVIDER ? 5 : 0));
    }

    private static ReannounceResult result(int relId, Status status) {
        return new ReannounceResult(new RelId(relId), status);
    }

    private void bothSidesCome() {
        provider.say(kept(OLD_EPOCH, SERIAL, 30, Role.PROVIDER, "echo"))
                .hears(result(30, Status.OK));
        consumer.say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "echo"))
                .hears(result(11, Status.OK)).hearsNothing();
        provider.hearsNothing();
    }

    @Test
    void bothSidesAreJoinedAndListed() {
        bothSidesCome();
        consumer.say(new RingwayToRoot.List(RingwayToRoot.List.CHANNELS)).hears(
                new ChannelEntry(1, provider.id, new RelId(30), consumer.id, new RelId(11),
                        new OfferId(5), ChannelState.OPEN, new ChannelUsage(0, 0, 0)),
                new ListEnd());
    }

    @Test
    void theConsumerClosesAndReleasesItsKeptId() {
        bothSidesCome();
        consumer.closes(11).tearsDown(11, 3).hears(torndown(3)).releases(11).hearsNothing();
        provider.hears(peerClosed(30, Reason.CLOSED)).closes(30).releases(30).hearsNothing();
    }

    @Test
    void theProviderClosesAndReleasesItsKeptId() {
        bothSidesCome();
        provider.closes(30).releases(30).hearsNothing();
        consumer.hears(peerClosed(11, Reason.CLOSED)).closes(11).releases(11).hearsNothing();
    }

    @Test
    void theDeathOfOneSideReachesTheOther() {
        bothSidesCome();
        provider.die();
        consumer.hears(peerClosed(11, Reason.LOST)).closes(11).releases(11).hearsNothing();
    }

    @Test
    void theOfferComesUnderAnotherIdAndTheKeptOneOpensNothing() {
        bothSidesCome();
        provider.offers(5, "echo");
        consumer.requestsOffers();
        assertEquals(new RelId(1), consumer.next(OfferIdentity.class).relId());
        consumer.forgetsWhatItHeard().opens(11, 9, RING, 4).hearsWhy("withdrawn")
                .hears(opened(11, 9, Status.CANCELLED));
    }

    @Test
    void aJoinedChannelCarriesNewGrants() {
        bothSidesCome();
        consumer.announces(100, 2).grants(11, 4, 100, 2).hearsNothing();
        provider.hears(peerGpadl(30, 4, 100, 2)).takesGrant(30, 4, Status.OK);
        consumer.hears(created(11, 4, Status.OK));
    }

    @Test
    void oneSideAloneCanCloseAndReleaseButNotGrant() {
        provider.say(kept(OLD_EPOCH, SERIAL, 30, Role.PROVIDER, "echo"))
                .hears(result(30, Status.OK)).announces(100, 2).grants(30, 4, 100, 2)
                .hearsWhy("state=KEPT").hears(created(30, 4, Status.CANCELLED))
                .closes(30).releases(30).hearsNothing();
        consumer.say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "echo"))
                .hears(result(11, Status.OK)).closes(11).releases(11).hearsNothing();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        provider.say(kept(OLD_EPOCH, SERIAL, 30, Role.PROVIDER, "echo"))
                .hears(result(30, Status.OK))
                .say(kept(OLD_EPOCH, SERIAL, 31, Role.CONSUMER, "echo"))
                .hearsWhy("here already").hears(result(31, Status.DEVICE_BUSY))
                .say(kept(OLD_EPOCH, 43, 30, Role.PROVIDER, "echo"))
                .hearsWhy("channelId=30").hears(result(30, Status.DEVICE_BUSY));
        consumer.say(kept(OLD_EPOCH, SERIAL, 11, Role.PROVIDER, "echo"))
                .hearsWhy("role=PROVIDER").hears(result(11, Status.DEVICE_BUSY))
                .say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "other"))
                .hearsWhy("another offer").hears(result(11, Status.INVALID_PARAMETER))
                .say(kept(Scene.EPOCH, SERIAL, 11, Role.CONSUMER, "echo"))
                .hearsWhy("has ended").hears(result(11, Status.NOT_FOUND))
                .say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "echo"))
                .hears(result(11, Status.OK));
        Client third = scene.link().greets("third");
        third.say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "echo"))
                .hearsWhy("state=OPEN").hears(result(11, Status.DEVICE_BUSY));
    }

    private static Reannounce keptSubchannel(
            long serial, int relId, Role role, int primary, int index) {
        Reannounce kept = kept(OLD_EPOCH, serial, relId, role, "echo");
        return new Reannounce(OLD_EPOCH, serial, kept.relId(), role, kept.interfaceId(),
                kept.instanceId(), kept.offerId(), new Subchannel(new RelId(primary), index), 0);
    }

    private void bothSidesBringASubchannel() {
        bothSidesCome();
        provider.say(keptSubchannel(SERIAL + 1, 31, Role.PROVIDER, 30, 2))
                .hears(result(31, Status.OK));
        consumer.say(keptSubchannel(SERIAL + 1, 12, Role.CONSUMER, 11, 2))
                .hears(result(12, Status.OK));
    }

    @Test
    void aSubchannelIsJoinedAndEndsWithItsChannel() {
        bothSidesBringASubchannel();
        consumer.say(new RingwayToRoot.List(RingwayToRoot.List.CHANNELS));
        assertEquals(0, consumer.next(ChannelEntry.class).subchannelIndex());
        assertEquals(2, consumer.next(ChannelEntry.class).subchannelIndex());
        consumer.forgetsWhatItHeard().closes(11).hears(peerClosed(12, Reason.CLOSED));
        provider.hears(peerClosed(31, Reason.CLOSED), peerClosed(30, Reason.CLOSED))
                .closes(31).releases(31).closes(30).releases(30).hearsNothing();
        consumer.closes(12).releases(12).releases(11).hearsNothing();
    }

    @Test
    void aSubchannelEndsAloneOrWithAProviderThatDies() {
        bothSidesBringASubchannel();
        provider.die();
        consumer.hears(peerClosed(12, Reason.LOST), peerClosed(11, Reason.LOST)).hearsNothing()
                .closes(11).closes(12).releases(11).releases(12).hearsNothing();
    }

    @Test
    void aSubchannelNeedsItsChannel() {
        consumer.say(keptSubchannel(SERIAL + 1, 12, Role.CONSUMER, 11, 2))
                .hearsWhy("primaryChannelId=11").hears(result(12, Status.NOT_FOUND))
                .say(kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "other"))
                .hears(result(11, Status.OK))
                .say(keptSubchannel(SERIAL + 1, 12, Role.CONSUMER, 11, 2))
                .hearsWhy("primaryChannelId=11").hears(result(12, Status.NOT_FOUND));
    }

    @Test
    void aSubchannelOfAnotherIndexOrNoneIsRefused() {
        bothSidesCome();
        provider.say(keptSubchannel(SERIAL + 1, 31, Role.PROVIDER, 30, 2))
                .hears(result(31, Status.OK));
        consumer.say(keptSubchannel(SERIAL + 1, 12, Role.CONSUMER, 11, 3))
                .hearsWhy("subchannelIndex=2").hears(result(12, Status.INVALID_PARAMETER))
                .say(kept(OLD_EPOCH, SERIAL + 1, 12, Role.CONSUMER, "echo"))
                .hearsWhy("subchannelIndex=2").hears(result(12, Status.INVALID_PARAMETER));
    }

    @Test
    void aKeptChannelGetsNoNewSubchannels() {
        bothSidesCome();
        consumer.say(new OfferSubchannels(new RelId(11), 1)).hearsWhy("outlived its root").hears(
                new OfferSubchannelsResult(new RelId(11), Status.NOT_SUPPORTED, 0));
    }

    @Test
    void theProcessorOfAKeptChannelIsListed() {
        provider.say(kept(OLD_EPOCH, SERIAL, 30, Role.PROVIDER, "echo"))
                .hears(result(30, Status.OK));
        Reannounce kept = kept(OLD_EPOCH, SERIAL, 11, Role.CONSUMER, "echo");
        consumer.say(new Reannounce(OLD_EPOCH, SERIAL, kept.relId(), kept.role(),
                        kept.interfaceId(), kept.instanceId(), kept.offerId(), null, 6))
                .hears(result(11, Status.OK)).say(new RingwayToRoot.List(4));
        assertEquals(6, consumer.next(ChannelEntry.class).targetVp());
    }

    @Test
    void theChannelQuotaHolds() {
        for (int serial = 1; serial <= 2; serial++) {
            consumer.say(kept(OLD_EPOCH, serial, serial, Role.CONSUMER, "echo"))
                    .hears(result(serial, Status.OK));
        }
        consumer.say(kept(OLD_EPOCH, 3, 3, Role.CONSUMER, "echo"))
                .hearsWhy("channels=2 limit=2").hears(result(3, Status.QUOTA_EXCEEDED));
    }
}
