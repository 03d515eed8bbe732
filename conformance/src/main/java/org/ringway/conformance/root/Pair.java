// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import org.ringway.conformance.script.Broken;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// A provider and a consumer of the same service, both ours; the root is between them.
final class Pair {
    static final int OFFER = 5;
    static final int RING = 77;
    static final int RING_PAGES = 8;
    static final int DOWNSTREAM = 4;
    static final int OPEN = 9;

    private final Stage stage;
    final Client provider;
    final Client consumer;
    final String service;
    /// The consumer's id of the offer.
    RelId relId;
    /// The provider's id of the channel.
    RelId providerRelId = new RelId(1);
    long ringPfn;
    PeerGpadl ring;
    Handle ringRegion;
    int ringHandles;
    PeerOpen asked;
    PeerOpened opened;
    Doorbell providerBell;
    Doorbell consumerBell;

    Pair(Stage stage) {
        this.stage = stage;
        provider = stage.joined("conformance provider");
        consumer = stage.joined("conformance consumer").requestsOffers();
        service = stage.newService();
    }

    Pair offerIsSeen() {
        provider.offers(OFFER, service);
        relId = consumer.seesOffer();
        return this;
    }

    Pair ringIsGranted() {
        offerIsSeen();
        return ringIsGrantedAnew();
    }

    Pair ringIsGrantedAnew() {
        ringPfn = consumer.announces(RING_PAGES);
        consumer.grants(relId, RING, ringPfn, RING_PAGES)
                .hears(new GpadlCreated(relId, new GpadlId(RING), Status.OK));
        return this;
    }

    Pair providerIsAsked() {
        return ringIsGranted().providerIsAskedAnew();
    }

    Pair providerIsAskedAnew() {
        consumer.opens(relId, OPEN, RING, DOWNSTREAM);
        return hearsTheQuestion();
    }

    Pair hearsTheQuestion() {
        ring = provider.hears(PeerGpadl.class);
        ringHandles = provider.attachedCount();
        ringRegion = provider.attached();
        asked = provider.hears(PeerOpen.class);
        providerRelId = asked.relId();
        providerBell = stage.doorbell(provider.attached());
        return this;
    }

    Pair providerAnswers(Status status) {
        provider.says(new PeerGpadlResult(ring.relId(), ring.gpadl(), status))
                .says(new PeerOpenResult(providerRelId, status));
        return this;
    }

    Pair consumerHearsYes() {
        opened = consumer.hears(PeerOpened.class);
        OpenChannelResult result = consumer.hears(OpenChannelResult.class);
        OpenChannelResult expected = result(Status.OK);
        Broken.unless(result.equals(expected), "expected " + expected + ", heard " + result);
        consumerBell = stage.doorbell(consumer.attached());
        return this;
    }

    Pair channelIsOpen() {
        return providerIsAsked().providerAnswers(Status.OK).consumerHearsYes();
    }

    OpenChannelResult result(Status status) {
        return new OpenChannelResult(relId, new OpenId(OPEN), status);
    }

    /// Hears that an open has failed, whatever the status.
    Status hearsRefusal(int openId) {
        OpenChannelResult result = consumer.hears(OpenChannelResult.class);
        Broken.unless(result.relId().equals(relId) && result.openId().value() == openId
                && !result.status().isOk(), "expected a refusal of channel " + relId
                + " with open id " + openId + ", heard " + result);
        return result.status();
    }

    void consumerCloses() {
        consumer.says(new CloseChannel(relId));
    }

    void providerCloses() {
        provider.says(new CloseChannel(providerRelId));
    }

    void consumerTearsDown(int gpadl) {
        consumer.says(new GpadlTeardown(relId, new GpadlId(gpadl)));
    }
}
