// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

class RejoinTest extends MachineCase {
    private static final RelId PROVIDED = new RelId(30);
    private static final GpadlId RING = new GpadlId(5);
    private static final long NEXT_EPOCH = 78;

    private ChannelKey consumed;
    private ChannelKey provided;

    @BeforeEach
    void lostTheRoot() {
        join();
        consumed = open();
        provided = accept(PROVIDED, RING);
        record(machine.linkDown("gone"));
    }

    private List<Effect> rejoin() {
        machine.linkUp();
        assertEffects(hear(VersionResponse.accepted(1)), send(Hello.of(EPOCH, new Name("self"))));
        return hear(new HelloResult(1, Status.OK, NEXT_EPOCH, SELF));
    }

    @Test
    @DisplayName("open channels outlive the root and are told to the next, before offers")
    void channelsAreToldFirst() {
        assertEffects(rejoin(),
                send(new Reannounce(EPOCH, 55, REL_ID, Role.CONSUMER, CONTENT.interfaceId(),
                        CONTENT.instanceId(), new OfferId(0))),
                send(new Reannounce(EPOCH, 66, PROVIDED, Role.PROVIDER, CONTENT.interfaceId(),
                        CONTENT.instanceId(), new OfferId(3))),
                send(new ChildOffer(new OfferId(3), CONTENT, NAME)), send(new RequestOffers()));
        assertEffects(hear(new ReannounceResult(REL_ID, Status.OK)));
        assertIgnored(hear(new ReannounceResult(REL_ID, Status.OK)));
    }

    @Test
    @DisplayName("a channel that was closed meanwhile is not told; nothing is said about it")
    void closedChannelIsNotTold() {
        List<Effect> closed = machine.close(provided);
        closed = new ArrayList<>(closed);
        closed.addAll(machine.close(consumed));
        assertEquals(0, closed.stream().filter(Effect.Send.class::isInstance).count());
        assertEquals(2, rejoin().size(), "offer and RequestOffers");
    }

    @Test
    @DisplayName("a kept consumer id is released with its channel, a kept provider id as ever")
    void keptIdsAreReleased() {
        rejoin();
        assertEffects(machine.close(consumed), send(new CloseChannel(REL_ID)),
                close(new Token("region 1")), send(new RelIdReleased(REL_ID)));
        assertEffects(machine.close(provided),
                send(new CloseChannel(PROVIDED)), send(new RelIdReleased(PROVIDED)));
    }

    @Test
    @DisplayName("no offer may take the id of a kept channel")
    void keptIdIsTaken() {
        rejoin();
        hear(new OfferIdentity(REL_ID, PEER, NAME));
        assertIgnored(hear(OfferChannel.of(REL_ID, CONTENT)));
        seeOffer(new RelId(8));
    }

    @Test
    @DisplayName("a channel that the new root does not take goes on without it")
    void refusedChannelGoesOn() {
        rejoin();
        hear(Explain.of(0, 7, Status.INVALID_PARAMETER, "epoch is unknown"));
        assertIgnored(hear(new ReannounceResult(REL_ID, Status.INVALID_PARAMETER)));
        RequestId grant = request();
        assertInstanceOf(Failure.Refused.class,
                failure(machine.grant(grant, consumed, List.of(region(1))), grant));
        seeOffer(REL_ID);
        assertEffects(machine.close(consumed), close(new Token("region 1")));
    }

    @Test
    @DisplayName("regions are announced again when they are granted again")
    void regionsAreAnnouncedAgain() {
        rejoin();
        OwnRegion region = region(2);
        assertEquals(send(new AnnounceRegion(region.firstPfn(), 2, false), region.handle()),
                machine.grant(request(), provided, List.of(region)).getFirst());
    }

    @Test
    @DisplayName("a grant whose refusal was half told when the root went leaves nothing behind")
    void refusalThatWasHalfTold() {
        rejoin();
        OwnRegion region = region(2);
        RequestId request = request();
        record(machine.grant(request, consumed, List.of(region)));
        failure(hear(new RegionResult(region.firstPfn(), Status.QUOTA_EXCEEDED)), request);
        record(machine.linkDown("gone again"));
        rejoinAfterSecondLoss();
        assertEffects(machine.close(consumed), send(new CloseChannel(REL_ID)),
                close(new Token("region 1")), send(new RelIdReleased(REL_ID)));
    }

    @Test
    @DisplayName("between the roots every request fails at once")
    void requestsFailBetweenRoots() {
        RequestId grant = request();
        assertInstanceOf(Failure.RootLost.class,
                failure(machine.grant(grant, consumed, List.of(region(1))), grant));
        RequestId offer = request();
        assertInstanceOf(Failure.RootLost.class, failure(machine.offer(
                new OfferRequest(offer, new ChildOffer(new OfferId(9), CONTENT, NAME))), offer));
        OpenRequest wish = wish(new SeenOffer(REL_ID, PEER, NAME, CONTENT));
        List<Effect> failed = machine.open(wish);
        assertInstanceOf(Failure.RootLost.class, failure(failed, wish.request()));
        assertEquals(close(wish.ring().handle()), failed.getLast());
    }

    @Test
    @DisplayName("a service that the new root refuses is told to the shell")
    void refusedServiceIsTold() {
        rejoin();
        List<Effect> refused = hear(new ChildOfferResult(new OfferId(3), Status.ACCESS_DENIED));
        assertEquals(new Effect.ServiceRefused(new OfferId(3), new Failure.Refused(
                "offer is refused: name=echo: access denied", Status.ACCESS_DENIED)),
                refused.getFirst());
    }

    @Test
    @DisplayName("a second loss changes nothing for open channels")
    void secondLoss() {
        rejoin();
        machine.linkDown("gone again");
        List<Effect> again = rejoinAfterSecondLoss();
        assertTrue(again.contains(send(new Reannounce(EPOCH, 55, REL_ID, Role.CONSUMER,
                CONTENT.interfaceId(), CONTENT.instanceId(), new OfferId(0)))));
    }

    private List<Effect> rejoinAfterSecondLoss() {
        machine.linkUp();
        assertEffects(hear(VersionResponse.accepted(1)),
                send(Hello.of(NEXT_EPOCH, new Name("self"))));
        return hear(new HelloResult(1, Status.OK, NEXT_EPOCH + 1, SELF));
    }
}
