// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerClosed;
import static org.ringway.root.machine.Heard.rescinded;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;

/// How links begin and end.
final class ConnectionTest extends BusCase {
    private static InitiateContact contact(long target, long monitor, long otherMonitor) {
        return new InitiateContact(ProtocolVersion.V5_3, 0, target, monitor, otherMonitor);
    }

    @Test
    @DisplayName("M10: an unknown version is refused, and another one may be tried")
    void unknownVersionIsRefused() {
        scene.link().say(InitiateContact.of(new ProtocolVersion(6, 0)))
                .hears(VersionResponse.unsupported())
                .contacts().requestsOffers().hears(new AllOffersDelivered());
    }

    @Test
    @DisplayName("M10: one monitor page alone, another interrupt source or trust level fails")
    void impossibleContactFails() {
        VersionResponse failed =
                new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 0);
        scene.link()
                .say(contact(2, 4096, 0)).hears(failed)
                .say(contact(2, 0, 4096)).hears(failed)
                .say(contact(3, 0, 0)).hears(failed)
                .say(contact(2 | 1 << 8, 0, 0)).hears(failed)
                .say(contact(2, 4096, 8192)).hears(VersionResponse.accepted(1));
    }

    @Test
    @DisplayName("M4: nothing but InitiateContact may come before a version is agreed")
    void contactComesFirst() {
        Client early = scene.link().requestsOffers();
        early.isHungUpOn("message=RequestOffers");
        Client refused = scene.link().say(InitiateContact.of(new ProtocolVersion(1, 1)))
                .hears(VersionResponse.unsupported()).say(new StandardToRoot.Unload());
        refused.isHungUpOn("message=Unload");
        Client hasty = scene.link().say(RingwayToRoot.Hello.of(0, Name.of("hasty")));
        hasty.isHungUpOn("message=Hello");
    }

    @Test
    @DisplayName("M5: RequestOffers comes once")
    void offersAreRequestedOnce() {
        consumer.requestsOffers().hears(new AllOffersDelivered()).requestsOffers()
                .hearsWhy("RequestOffers came twice");
        consumer.isHungUpOn("RequestOffers came twice");
    }

    @Test
    void nothingPrivateComesBeforeHello() {
        Client plain = scene.link().contacts().say(new RingwayToRoot.List(7)).hearsNothing();
        plain.isHungUpOn("message=List");
    }

    @Test
    void helloComesOnceAndBeforeOffers() {
        consumer.say(RingwayToRoot.Hello.of(0, Name.of("again"))).hearsWhy("Hello must come once");
        consumer.isHungUpOn("Hello must come once");
        Client late = scene.link().contacts().requestsOffers().hears(new AllOffersDelivered())
                .say(RingwayToRoot.Hello.of(0, Name.of("late"))).hearsNothing();
        late.isHungUpOn("Hello must come once");
    }

    @Test
    void helloOfAnotherVersionIsRefused() {
        Client newer = scene.link().contacts()
                .say(new RingwayToRoot.Hello(2, 0, 0, Name.of("newer")));
        newer.hears(new RingwayToChild.HelloResult(
                1, Status.INVALID_PARAMETER, Scene.EPOCH, newer.id,
                RingwayToChild.HelloResult.ALL_FLAGS));
        newer.isHungUpOn("protocol=2 known=1");
    }

    @Test
    @DisplayName("who wants a name for itself joins if nobody else has it, or listens under it")
    void aNameOfItsOwn() {
        Client owner = scene.link().contacts().say(owning("mine"));
        owner.hears(helloResult(owner, Status.OK));

        Client second = scene.link().contacts().say(owning("mine"));
        second.hearsWhy("another partition has this name: name=mine partition="
                + owner.id.value()).hears(helloResult(second, Status.DEVICE_BUSY));
        second.isHungUpOn("another partition has this name");

        scene.link().greets("mine").say(new RingwayToRoot.SocketListen(
                new OfferId(1), 1, Guid.ofName("service"), SocketIds.WILDCARD, Name.of("s")))
                .hearsWhy("another partition has this name");

        scene.happen(new Event.Left(owner.id));
        Client third = scene.link().contacts().say(owning("mine"));
        third.hears(helloResult(third, Status.OK));
    }

    private static RingwayToRoot.Hello owning(String name) {
        return RingwayToRoot.Hello.of(0, Name.of(name)).owningName();
    }

    private static RingwayToChild.HelloResult helloResult(Client client, Status status) {
        return new RingwayToChild.HelloResult(
                1, status, Scene.EPOCH, client.id, RingwayToChild.HelloResult.ALL_FLAGS);
    }

    @Test
    @DisplayName("M2, M3: bytes that are no message for a root end their link alone")
    void malformedBytesEndTheLink() {
        consumer.sayBytes(new byte[] {0x63, 0, 0, 0, 0, 0, 0, 0}).hearsWhy("type=0x63");
        consumer.isHungUpOn("type=0x63");
        provider.offers(5, "echo");
    }

    @Test
    void whatComesFromNobodyIsDropped() {
        consumer.die();
        HandleToken stray = scene.handle();
        consumer.say(new StandardToRoot.RequestOffers(), stray);
        consumer.sayBytes(new byte[3]);
        scene.happen(new Event.Left(consumer.id));
        consumer.hearsNothing();
    }

    @Test
    @DisplayName("M11: Unload ends channels and offers, and InitiateContact begins anew")
    void unloadsAndReconnects() {
        channelIsOpen();
        consumer.offers(1, "other");
        consumer.say(new StandardToRoot.Unload()).hears(new UnloadComplete()).hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).closes(1).releases(1).hearsNothing();
        consumer.greets("consumer").requestsOffers();
        consumer.next(RingwayToChild.OfferIdentity.class);
    }

    @Test
    @DisplayName("M11: Unload in the middle of an opening and of a GPADL leaves nothing of them")
    void unloadsWhileOpening() {
        providerIsAsked();
        consumer.say(Grants.header(1, 78, 100, 30)).say(new StandardToRoot.Unload())
                .hears(new UnloadComplete()).hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).takesGrant(1, RING, Status.OK)
                .takesChannel(1, Status.OK).closes(1).releases(1).hearsNothing();
        consumer.greets("consumer").requestsOffers().next(RingwayToChild.OfferIdentity.class);
        consumer.forgetsWhatItHeard().announces(100, 8).grants(1, 78, 100, 8)
                .hears(Heard.created(1, 78, Status.OK));
    }

    @Test
    @DisplayName("M10: InitiateContact in the middle ends everything first")
    void contactInTheMiddleBeginsAnew() {
        channelIsOpen();
        provider.greets("provider").hearsNothing();
        consumer.hears(peerClosed(1, Reason.CLOSED), rescinded(1));
        consumer.closes(1).tearsDown(1, RING).hears(Heard.torndown(RING)).releases(1);
        provider.offers(5, "echo");
        consumer.next(RingwayToChild.OfferIdentity.class);
    }

    @Test
    @DisplayName("M11: a plain client unloads when no provider has its memory any more")
    void unloadWaitsForTheProvider() {
        provider.offers(5, "echo");
        Client plain = scene.linkWithMemory(64).contacts().requestsOffers();
        plain.forgetsWhatItHeard().grants(1, RING, 0, 8);
        plain.opens(1, 9, RING, 4);
        plain.hears(Heard.created(1, RING, Status.OK));
        provider.forgetsWhatItHeard()
                .takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        plain.hears(opened(1, 9, Status.OK)).say(new StandardToRoot.Unload()).hearsNothing();
        plain.say(InitiateContact.of(ProtocolVersion.V5_3)).hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).closes(1).releases(1);
        plain.hears(VersionResponse.accepted(1)).say(new StandardToRoot.Unload())
                .hears(new UnloadComplete());
    }

    @Test
    void thePartitionQuotaHolds() {
        Scene full = new Scene(Policy.DEFAULT.withQuotas(
                new QuotaRules(2, Quotas.DEFAULT, Map.of())));
        full.link();
        Client second = full.link();
        full.linkWithMemory(4).isHungUpOn("partitions=2 limit=2");
        second.die();
        full.link().contacts();
        full.end();
    }

    @Test
    void aUserWithQuotasOfItsOwnHasAPartitionQuota() {
        Quotas none = new Quotas(1, 1, 1, 1, 1, 1, 1, 1, 1);
        Scene scarce = new Scene(Policy.DEFAULT.withQuotas(
                new QuotaRules(9, Quotas.DEFAULT, Map.of(501, none))));
        Client first = scarce.link();
        scarce.linkAs(501, 7).hearsWhy("partitions of uid 501=1 limit=1")
                .isHungUpOn("partitions of uid 501=1 limit=1");
        scarce.linkAs(502, 7).contacts();
        first.die();
        scarce.linkAs(501, 7).contacts();
        scarce.end();
    }

    @Test
    void anUnexpectedDescriptorIsClosed() {
        HandleToken stray = scene.handle();
        consumer.say(new StandardToRoot.GpadlTeardown(new RelId(3), new GpadlId(4)), stray)
                .hears(Heard.torndown(4));
        assertFalse(scene.open.contains(stray));
    }
}
