// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Access;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Sockets of a guest: its machine says whom it means, and whoever calls it offers the connection.
final class GuestSocketTest extends BusCase {
    private static final long PAGES = 131_072;
    private static final Guid SERVICE = SocketIds.ofPort(5432);
    private static final Guid PORT = SocketIds.ofPort(7000);
    private static final Name NAME = Name.of("connection");

    private final Client guest = scene.link();

    @BeforeEach
    void guestComes() {
        HandleToken memory = scene.handle();
        scene.regions.put(memory, new RegionFacts(PAGES, Access.READ_WRITE));
        guest.say(new AddressSpace(PAGES, Name.of("debian")), memory)
                .hears(new AddressSpaceResult(Status.OK, guest.id, Scene.EPOCH))
                .say(InitiateContact.of(ProtocolVersion.V5_3));
        guest.next(VersionResponse.class);
        guest.requestsOffers().hears(new AllOffersDelivered());
    }

    private static Guid endpoint(int n) {
        return Guid.ofName("endpoint " + n);
    }

    private Client calls(int n, PartitionId whom) {
        return provider.say(new OfferAudience(new OfferId(n), whom))
                .say(new ChildOffer(new OfferId(n), new OfferContent(PORT, endpoint(n),
                        OfferContent.SOCKET_FLAGS, UserData.EMPTY), NAME));
    }

    private static ChildOfferResult result(int n, Status status) {
        return new ChildOfferResult(new OfferId(n), status);
    }

    private static OfferChannel call(int relId, int n) {
        return OfferChannel.of(new RelId(relId), new OfferContent(PORT, endpoint(n),
                OfferContent.SOCKET_FLAGS, UserData.ofSocketToGuest()));
    }

    @Test
    void itsMachineSaysWhomItMeans() {
        Client other = scene.link().greets("other");
        for (Client each : new Client[] {other, provider}) {
            each.say(new SocketListen(new OfferId(5), 9, SERVICE, Guid.ofName("debian"), NAME))
                    .hears(result(5, Status.OK));
        }
        guest.say(new TlConnectRequest(endpoint(1), SERVICE, Guid.ofName("provider")))
                .hears(OfferChannel.of(new RelId(1), new OfferContent(SERVICE, endpoint(1),
                        OfferContent.SOCKET_FLAGS, UserData.ofSocket(UserData.PIPE_BYTES))))
                .grants(1, 71, 8, 8).hears(created(1, 71, Status.OK)).opens(1, 9, 71, 4);

        provider.next(PeerGpadl.class);
        provider.next(PeerOpen.class);
        other.hearsNothing();
        guest.say(new TlConnectRequest(endpoint(2), SERVICE, Guid.ofName("nobody")))
                .hears(new TlConnectResult(endpoint(2), SERVICE, Status.HOST_UNREACHABLE));
    }

    @Test
    void whoeverAsksForAGuestIsToldToOffer() {
        for (Guid name : new Guid[] {Guid.ofName("debian"), SocketIds.ofPartition(guest.id)}) {
            consumer.say(new TlConnectRequest(endpoint(1), PORT, name))
                    .hearsWhy("a guest is offered its connections")
                    .hears(new TlConnectResult(endpoint(1), PORT, Status.NOT_SUPPORTED));
        }
        guest.hearsNothing();
    }

    @Test
    void aCallIsOfferedToTheGuestAloneAndOutlivesItsOffer() {
        consumer.requestsOffers().forgetsWhatItHeard();
        calls(5, guest.id).hears(result(5, Status.OK));
        guest.hears(call(1, 5)).grants(1, 71, 8, 8).hears(created(1, 71, Status.OK))
                .opens(1, 9, 71, 4);
        provider.next(PeerGpadl.class);
        PeerOpen open = provider.next(PeerOpen.class);
        assertEquals(new OfferId(5), open.offerId());
        assertEquals(Name.of("debian"), open.consumer().name());
        provider.takesGrant(1, 71, Status.OK).takesChannel(1, Status.OK);
        guest.hears(opened(1, 9, Status.OK));
        consumer.say(new TlConnectRequest(endpoint(9), PORT, Guid.ZERO))
                .hearsWhy("nobody listens there")
                .hears(new TlConnectResult(endpoint(9), PORT, Status.CONNECTION_REFUSED));

        provider.say(new WithdrawOffer(new OfferId(5)));
        guest.hearsNothing();
        provider.closes(1).releases(1);
        guest.hears(new RescindChannelOffer(new RelId(1))).closes(1).tearsDown(1, 71)
                .hears(Heard.torndown(71)).releases(1).hearsNothing();
        consumer.hearsNothing();
    }

    @Test
    void aCallThatNobodyTakesIsTakenBack() {
        calls(5, guest.id).hears(result(5, Status.OK));
        guest.hears(call(1, 5));

        provider.say(new WithdrawOffer(new OfferId(5)));

        guest.hears(new RescindChannelOffer(new RelId(1))).releases(1).hearsNothing();
    }

    @Test
    void whoIsNoGuestIsNotCalled() {
        for (PartitionId each : new PartitionId[] {consumer.id, provider.id,
            new PartitionId(4711)}) {
            calls(5, each).hearsWhy("no such guest").hears(result(5, Status.HOST_UNREACHABLE));
        }
        consumer.hearsNothing();
    }

    @Test
    void oneGuestIsNotFloodedWithCalls() {
        for (int n = 1; n <= SocketMachine.MAX_UNOPENED; n++) {
            calls(n, guest.id).hears(result(n, Status.OK));
            guest.hears(call(n, n));
        }
        calls(99, guest.id).hearsWhy("quota is used up")
                .hears(result(99, Status.QUOTA_EXCEEDED));
    }

    @Test
    void whoCallsIsNoListenerOfItsName() {
        calls(5, guest.id).hears(result(5, Status.OK));
        Client namesake = scene.link().greets("provider");
        namesake.say(new SocketListen(new OfferId(1), 9, SERVICE, Guid.ZERO, NAME))
                .hears(result(1, Status.OK));
        calls(6, guest.id).hears(result(6, Status.OK));
    }
}
