// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Connecting and listening.
class ConnectTest extends MachineCase {
    private static final Guid SERVICE = Guid.ofName("service");
    private static final Guid PARTITION = Guid.ofName("partition");
    private static final GpadlId RING = new GpadlId(1);

    @BeforeEach
    void joined() {
        join();
    }

    private static Guid endpoint(int n) {
        return Guid.ofName("endpoint " + n);
    }

    private ConnectRequest wish(int n) {
        return new ConnectRequest(
                request(), PARTITION, SERVICE, endpoint(n), region(8), DOWNSTREAM_PAGE);
    }

    private static OfferContent connection(int n) {
        return new OfferContent(SERVICE, endpoint(n), OfferContent.SOCKET_FLAGS,
                UserData.ofSocket(UserData.PIPE_STREAM));
    }

    private List<Effect> offered(RelId relId, int n) {
        hear(new OfferIdentity(relId, PEER, NAME));
        return hear(OfferChannel.of(relId, connection(n)));
    }

    private static Effect ringIsClosed(ConnectRequest wish) {
        return close(wish.ring().handle());
    }

    @Test
    @DisplayName("asks, opens what is offered, and lets go of it when it is closed")
    void wholeLife() {
        ConnectRequest wish = wish(1);
        assertEffects(record(machine.connect(wish)),
                send(new TlConnectRequest(endpoint(1), SERVICE, PARTITION)));
        List<Effect> opening = offered(REL_ID, 1);
        assertEquals(new Effect.Connecting(wish.request(),
                new SeenOffer(REL_ID, PEER, NAME, connection(1))), opening.getFirst());
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        hear(new GpadlCreated(REL_ID, RING, Status.OK));
        OpenChannel asked = lastSent(OpenChannel.class);
        assertEquals(UserData.PIPE_STREAM, asked.userData().pipeType());
        assertEquals(endpoint(1), asked.userData().socketEndpoint());
        Effect.Opened opened = answer(asked);
        assertEquals(wish.request(), opened.request());

        assertEffects(record(machine.close(opened.key())),
                send(new CloseChannel(REL_ID)), send(new GpadlTeardown(REL_ID, RING)));
        List<Effect> over = hear(new GpadlTorndown(RING));
        assertTrue(over.contains(send(new RelIdReleased(REL_ID))), over::toString);
    }

    @Test
    @DisplayName("a refusal fails with the root's words, and the memory goes")
    void refused() {
        ConnectRequest wish = wish(1);
        record(machine.connect(wish));
        hear(Explain.of(21, 0, Status.HOST_UNREACHABLE, "no such partition: partition=x"));
        List<Effect> refused = hear(
                new TlConnectResult(endpoint(1), SERVICE, Status.HOST_UNREACHABLE));
        assertEquals(new Failure.Refused("connect is refused: no such partition: partition=x",
                Status.HOST_UNREACHABLE), failure(refused, wish.request()));
        assertEquals(ringIsClosed(wish), refused.getLast());
    }

    @Test
    @DisplayName("C6: a result that says yes, or answers nothing, is ignored")
    void c6ResultsOfNothing() {
        record(machine.connect(wish(1)));
        assertIgnored(hear(new TlConnectResult(endpoint(1), SERVICE, Status.OK)));
        assertIgnored(hear(new TlConnectResult(endpoint(2), SERVICE, Status.CONNECTION_REFUSED)));
        assertIgnored(hear(new TlConnectResult(endpoint(1), PARTITION, Status.UNSUCCESSFUL)));
        assertInstanceOf(Effect.Connecting.class, offered(REL_ID, 1).getFirst());
    }

    @Test
    @DisplayName("C7: a connection that nobody asked for, or asks for any more, is let go of")
    void c7ConnectionsOfNobody() {
        List<Effect> dropped = offered(REL_ID, 1);
        assertInstanceOf(Effect.Ignored.class, dropped.getFirst());
        assertEquals(send(new RelIdReleased(REL_ID)), dropped.getLast());

        ConnectRequest wish = wish(1);
        record(machine.connect(wish));
        assertEffects(record(machine.giveUp(wish.request())), ringIsClosed(wish));
        assertEquals(send(new RelIdReleased(REL_ID)), offered(REL_ID, 1).getLast());

        record(machine.connect(wish(2)));
        OfferContent other = new OfferContent(PARTITION, endpoint(2), OfferContent.SOCKET_FLAGS,
                UserData.ofSocket(0));
        hear(new OfferIdentity(REL_ID, PEER, NAME));
        assertEquals(send(new RelIdReleased(REL_ID)),
                hear(OfferChannel.of(REL_ID, other)).getLast());
        assertEquals(send(new RelIdReleased(REL_ID)),
                hear(OfferChannel.of(REL_ID, connection(2))).getLast(), "without a provider");
        seeOffer(REL_ID);
        assertIgnored(offered(REL_ID, 2));
    }

    @Test
    @DisplayName("16 are under way at a time, the others wait for their turn")
    void waitsForItsTurn() {
        for (int n = 1; n <= Connects.MAX_UNDER_WAY; n++) {
            assertEquals(1, record(machine.connect(wish(n))).size());
        }
        ConnectRequest waiting = wish(17);
        assertEffects(record(machine.connect(waiting)));
        ConnectRequest givenUp = wish(18);
        assertEffects(record(machine.connect(givenUp)));
        assertEffects(record(machine.giveUp(givenUp.request())), ringIsClosed(givenUp));
        List<Effect> next =
                hear(new TlConnectResult(endpoint(3), SERVICE, Status.CONNECTION_REFUSED));
        assertEquals(send(new TlConnectRequest(endpoint(17), SERVICE, PARTITION)),
                next.getLast());
    }

    @Test
    @DisplayName("a turn ends when the root is asked to open")
    void turnsEnd() {
        for (int n = 1; n <= Connects.MAX_UNDER_WAY; n++) {
            record(machine.connect(wish(n)));
        }
        record(machine.connect(wish(17)));
        record(machine.connect(wish(18)));
        assertEquals(endpoint(16), lastSent(TlConnectRequest.class).endpointId());
        offered(REL_ID, 1);
        assertEquals(REL_ID, lastSent(OpenChannel.class).relId());
        assertEquals(endpoint(17), lastSent(TlConnectRequest.class).endpointId());
        hear(new TlConnectResult(endpoint(2), SERVICE, Status.CONNECTION_REFUSED));
        assertEquals(endpoint(18), lastSent(TlConnectRequest.class).endpointId());
    }

    @Test
    @DisplayName("a rescind ends a connection that is open, and one that is being opened")
    void rescinded() {
        ConnectRequest wish = wish(1);
        record(machine.connect(wish));
        offered(REL_ID, 1);
        List<Effect> effects = hear(new RescindChannelOffer(REL_ID));
        assertEquals(Status.CANCELLED,
                ((Failure.Refused) failure(effects, wish.request())).status());

        Effect.Opened opened = open(wish(2), new RelId(9));
        assertEffects(hear(new PeerClosed(new RelId(9), Reason.CLOSED)),
                new Effect.EndChannel(opened.key(), Reason.CLOSED));
        assertEffects(hear(new RescindChannelOffer(new RelId(9))));
    }

    private Effect.Opened open(ConnectRequest wish, RelId relId) {
        record(machine.connect(wish));
        hear(new OfferIdentity(relId, PEER, NAME));
        hear(OfferChannel.of(relId, new OfferContent(SERVICE, wish.endpoint(),
                OfferContent.SOCKET_FLAGS, UserData.ofSocket(0))));
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        GpadlHeader header = lastSent(GpadlHeader.class);
        hear(new GpadlCreated(relId, header.gpadl(), Status.OK));
        return answer(lastSent(OpenChannel.class));
    }

    @Test
    @DisplayName("without a root nobody is connected to, and who waits is told")
    void linkDown() {
        ConnectRequest asked = wish(1);
        ConnectRequest opening = wish(2);
        record(machine.connect(asked));
        record(machine.connect(opening));
        offered(REL_ID, 2);
        List<Effect> lost = record(machine.linkDown("it hung up"));
        List<RequestId> failed = lost.stream().filter(Effect.Failed.class::isInstance)
                .map(effect -> ((Effect.Failed) effect).request()).sorted(
                        Comparator.comparingLong(RequestId::value)).toList();
        assertEquals(List.of(asked.request(), opening.request()), failed);

        ConnectRequest late = wish(3);
        assertInstanceOf(Failure.RootLost.class,
                failure(record(machine.connect(late)), late.request()));
    }

    @Test
    @DisplayName("listens, takes connections under the connector's end, tells a new root of both")
    void listens() {
        SocketListen listen = new SocketListen(new OfferId(3), 9, SERVICE, Guid.ZERO, NAME);
        RequestId request = request();
        assertEffects(record(machine.listen(request, listen)), send(listen));
        assertEffects(hear(new ChildOfferResult(new OfferId(3), Status.OK)),
                new Effect.Answered(request));
        hear(peerGpadl(REL_ID, RING), new Token("ring"));
        UserData said = UserData.ofSocketOpen(UserData.PIPE_STREAM, endpoint(5));
        List<Effect> asked = hear(new PeerOpen(REL_ID, new OfferId(3), 66, RING, DOWNSTREAM_PAGE,
                said, PEER, false), new Token("doorbell"));
        Effect.Accept accept = assertInstanceOf(Effect.Accept.class, asked.getFirst());
        record(machine.accepted(accept.key()));

        record(machine.linkDown("it hung up"));
        seen.clear();
        record(machine.linkUp());
        hear(VersionResponse.accepted(1));
        hear(new HelloResult(1, Status.OK, EPOCH + 1, SELF));
        Reannounce again = lastSent(Reannounce.class);
        assertEquals(SERVICE, again.interfaceId());
        assertEquals(endpoint(5), again.instanceId());
        assertEquals(listen, lastSent(SocketListen.class));
        assertEffects(record(machine.withdraw(new OfferId(3))),
                send(new WithdrawOffer(new OfferId(3))));
    }

    @Test
    @DisplayName("listening that is refused fails with the root's words")
    void listeningIsRefused() {
        RequestId request = request();
        record(machine.listen(
                request, new SocketListen(new OfferId(3), 9, SERVICE, Guid.ZERO, NAME)));
        assertEquals(new Failure.Refused("offer is refused: name=echo: busy", Status.DEVICE_BUSY),
                failure(hear(new ChildOfferResult(new OfferId(3), Status.DEVICE_BUSY)), request));
    }

    @Test
    @DisplayName("an open that is refused ends the connection and its id")
    void openIsRefused() {
        ConnectRequest wish = wish(1);
        record(machine.connect(wish));
        offered(REL_ID, 1);
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        hear(new GpadlCreated(REL_ID, RING, Status.OK));
        List<Effect> refused = hear(new OpenChannelResult(REL_ID,
                lastSent(OpenChannel.class).openId(), Status.CONNECTION_REFUSED));
        assertEquals(Status.CONNECTION_REFUSED,
                ((Failure.Refused) failure(refused, wish.request())).status());
        assertTrue(hear(new GpadlTorndown(RING)).contains(send(new RelIdReleased(REL_ID))));
    }
}
