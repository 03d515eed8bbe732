// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.platform.PageRun;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

class ProviderTest extends MachineCase {
    private static final RelId ID = new RelId(30);
    private static final GpadlId RING = new GpadlId(5);
    private static final GpadlId GRANT = new GpadlId(6);
    private static final Token RING_REGION = new Token("ring");
    private static final Token DOORBELL = new Token("doorbell");

    @BeforeEach
    void joined() {
        join();
    }

    private Effect.Accept ask() {
        PeerOpen open = peerOpen(ID, offerService(), RING);
        assertEffects(hear(peerGpadl(ID, RING), RING_REGION));
        return assertInstanceOf(Effect.Accept.class, hear(open, DOORBELL).getFirst());
    }

    @Test
    @DisplayName("ring, request, yes, close, release: a provider's channel from end to end")
    void wholeLife() {
        Effect.Accept accept = ask();
        assertEquals(List.of(new GrantedRun(100, new PageRun(RING_REGION, 0, 8))), accept.ring());
        assertEquals(DOORBELL, accept.doorbell());
        assertEffects(machine.accepted(accept.key()),
                send(new PeerGpadlResult(ID, RING, Status.OK)),
                send(new PeerOpenResult(ID, Status.OK)));
        assertEffects(hear(new PeerClosed(ID, Reason.CLOSED)),
                new Effect.EndChannel(accept.key(), Reason.CLOSED));
        assertEffects(machine.close(accept.key()),
                send(new CloseChannel(ID)), send(new RelIdReleased(ID)));
        assertEffects(machine.close(accept.key()));
    }

    @Test
    @DisplayName("a no closes the ring's handles and releases the id")
    void refusal() {
        Effect.Accept accept = ask();
        assertEffects(machine.declined(accept.key(), Status.CONNECTION_REFUSED),
                close(RING_REGION),
                send(new PeerGpadlResult(ID, RING, Status.CONNECTION_REFUSED)),
                send(new PeerOpenResult(ID, Status.CONNECTION_REFUSED)),
                send(new RelIdReleased(ID)));
    }

    @Test
    @DisplayName("a request for a service that was withdrawn meanwhile is refused")
    void withdrawnServiceIsRefused() {
        OfferId offerId = offerService();
        machine.withdraw(offerId);
        hear(peerGpadl(ID, RING), RING_REGION);
        List<Effect> refused = hear(peerOpen(ID, offerId, RING), DOORBELL);
        assertEquals(close(DOORBELL), refused.getFirst());
        assertEquals(send(new RelIdReleased(ID)), refused.getLast());
    }

    @Test
    @DisplayName("a request that nothing preceded, or a second one, ends the link")
    void unexpectedRequestEndsTheLink() {
        PeerOpen open = peerOpen(ID, offerService(), RING);
        assertThrows(ProtocolException.class, () -> hear(open, DOORBELL));
        hear(peerGpadl(ID, RING), RING_REGION);
        hear(open, DOORBELL);
        assertEquals("PeerOpen without a ring, or once more: channel 30",
                assertThrows(ProtocolException.class, () -> hear(open, DOORBELL)).getMessage());
    }

    @Test
    @DisplayName("where descriptors are short rings and doorbells do not arrive, and are refused")
    void missingDescriptorsAreRefused() {
        OfferId offerId = offerService();
        assertEffects(hear(peerGpadl(ID, RING)),
                send(new PeerGpadlResult(ID, RING, Status.INSUFFICIENT_RESOURCES)));
        List<Effect> ringless = hear(peerOpen(ID, offerId, RING), DOORBELL);
        assertEquals(close(DOORBELL), ringless.getFirst());
        assertEquals(send(new RelIdReleased(ID)), ringless.getLast());
        hear(peerGpadl(ID, RING), RING_REGION);
        assertEffects(hear(peerOpen(ID, offerId, RING)), close(RING_REGION),
                send(new PeerGpadlResult(ID, RING, Status.INSUFFICIENT_RESOURCES)),
                send(new PeerOpenResult(ID, Status.INSUFFICIENT_RESOURCES)),
                send(new RelIdReleased(ID)));
    }

    @Test
    @DisplayName("a grant comes in parts, is mapped as a whole, and unmapped when asked")
    void grantComesAndGoes() {
        ChannelKey key = accept(ID, RING);
        Token first = new Token("first");
        Token second = new Token("second");
        assertEffects(hear(new PeerGpadl(ID, GRANT, true, false,
                List.of(new PeerRun(200, 0, 4, 0))), first));
        assertEffects(hear(new PeerGpadl(ID, GRANT, true, true,
                List.of(new PeerRun(300, 1, 2, 0))), second),
                new Effect.MapGrant(key, GRANT, true, List.of(
                        new GrantedRun(200, new PageRun(first, 0, 4)),
                        new GrantedRun(300, new PageRun(second, 1, 2)))));
        assertEffects(machine.mapped(key, GRANT, Status.OK),
                send(new PeerGpadlResult(ID, GRANT, Status.OK)));
        assertEffects(hear(new PeerTeardown(ID, GRANT)), new Effect.UnmapGrant(key, GRANT));
        assertEffects(hear(new PeerTeardown(ID, GRANT)));
        assertEffects(machine.unmapped(key, GRANT), send(new PeerTorndown(ID, GRANT)));
        assertEffects(machine.unmapped(key, GRANT));
    }

    @Test
    @DisplayName("a grant that cannot be mapped is refused and forgotten")
    void unmappableGrantIsRefused() {
        ChannelKey key = accept(ID, RING);
        hear(peerGpadl(ID, GRANT), new Token("pipe"));
        assertEffects(machine.mapped(key, GRANT, Status.INVALID_PARAMETER),
                send(new PeerGpadlResult(ID, GRANT, Status.INVALID_PARAMETER)));
        assertEffects(hear(new PeerTeardown(ID, GRANT)), send(new PeerTorndown(ID, GRANT)));
    }

    @Test
    @DisplayName("what was granted before the channel was asked for is mapped once it is open")
    void earlyGrantsAreMappedLater() {
        OfferId offerId = offerService();
        hear(peerGpadl(ID, RING), RING_REGION);
        hear(peerGpadl(ID, GRANT), new Token("early"));
        var accept = assertInstanceOf(Effect.Accept.class,
                hear(peerOpen(ID, offerId, RING), DOORBELL).getFirst());
        assertInstanceOf(Effect.MapGrant.class, machine.accepted(accept.key()).get(1));
        assertEffects(machine.mapped(accept.key(), GRANT, Status.OK),
                send(new PeerGpadlResult(ID, GRANT, Status.OK)));
    }

    @Test
    @DisplayName("the id is released only when the last view is gone")
    void releaseWaitsForTheLastView() {
        ChannelKey key = accept(ID, RING);
        hear(peerGpadl(ID, GRANT), new Token("region"));
        machine.mapped(key, GRANT, Status.OK);
        assertEffects(machine.close(key),
                send(new CloseChannel(ID)), new Effect.UnmapGrant(key, GRANT));
        assertEffects(hear(new PeerTeardown(ID, RING)), send(new PeerTorndown(ID, RING)));
        assertEffects(hear(new PeerTeardown(ID, GRANT)));
        assertEffects(machine.unmapped(key, GRANT),
                send(new PeerTorndown(ID, GRANT)), send(new RelIdReleased(ID)));
    }

    @Test
    @DisplayName("the ring of an open channel is torn down by closing it, not before")
    void ringTeardownWaitsForTheClose() {
        ChannelKey key = accept(ID, RING);
        assertEffects(hear(new PeerTeardown(ID, RING)));
        assertEquals(send(new CloseChannel(ID)), machine.close(key).getFirst());
    }

    @Test
    @DisplayName("the number of grants is bounded; one more is refused without mapping it")
    void grantsAreBounded() {
        ChannelKey key = accept(ID, RING);
        for (int i = 1; i < PeerGrants.MAX_GRANTS; i++) {
            GpadlId gpadl = new GpadlId(100 + i);
            hear(peerGpadl(ID, gpadl), new Token("region"));
            machine.mapped(key, gpadl, Status.OK);
        }
        Token surplus = new Token("surplus");
        assertEffects(hear(peerGpadl(ID, GRANT), surplus), close(surplus),
                send(new PeerGpadlResult(ID, GRANT, Status.QUOTA_EXCEEDED)));
    }

    @Test
    @DisplayName("a grant on a channel that is closing, or on an offer, is refused")
    void lateGrantIsRefused() {
        ChannelKey key = accept(ID, RING);
        hear(peerGpadl(ID, GRANT), new Token("region"));
        machine.mapped(key, GRANT, Status.OK);
        machine.close(key);
        GpadlId late = new GpadlId(7);
        Token region = new Token("late");
        assertEffects(hear(peerGpadl(ID, late), region), close(region),
                send(new PeerGpadlResult(ID, late, Status.CANCELLED)));
        seeOffer(REL_ID);
        assertEffects(hear(peerGpadl(REL_ID, late), region), close(region),
                send(new PeerGpadlResult(REL_ID, late, Status.CANCELLED)));
    }

    @Test
    @DisplayName("a grant with more pages than a GPADL can have ends the link")
    void tooManyPagesEndTheLink() {
        accept(ID, RING);
        assertEquals("PeerGpadl has more pages than a GPADL can: pages=8191 max=8190",
                assertThrows(ProtocolException.class, () -> hear(new PeerGpadl(
                        ID, GRANT, false, true, List.of(new PeerRun(1, 0, 8191, 0))),
                        new Token("region"))).getMessage());
    }

    @Test
    @DisplayName("G1 a GPADL number that is in use, or parts that disagree, end the link")
    void g1NumberInUseEndsTheLink() {
        accept(ID, RING);
        assertThrows(ProtocolException.class, () -> hear(peerGpadl(ID, RING), new Token("again")));
        PeerGpadl part =
                new PeerGpadl(ID, GRANT, true, false, List.of(new PeerRun(200, 0, 4, 0)));
        hear(part, new Token("region"));
        assertThrows(ProtocolException.class, () -> hear(new PeerGpadl(
                ID, GRANT, false, true, part.runs()), new Token("region")));
    }

    @Test
    @DisplayName("descriptors that no run names are closed")
    void unnamedDescriptorsAreClosed() {
        accept(ID, RING);
        Token surplus = new Token("surplus");
        List<Effect> effects = hear(peerGpadl(ID, GRANT), new Token("region"), surplus);
        assertEquals(close(surplus), effects.getFirst());
    }

    @Test
    @DisplayName("C2 a close or a teardown of an unknown channel is ignored")
    void c2UnknownChannelsAreIgnored() {
        assertIgnored(hear(new PeerClosed(ID, Reason.LOST)));
        assertIgnored(hear(new PeerTeardown(ID, GRANT)));
        seeOffer(REL_ID);
        assertIgnored(hear(new PeerClosed(REL_ID, Reason.LOST)));
    }

    @Test
    @DisplayName("with the link go rings that nobody asked for, and parts of grants")
    void lossForgetsWhatIsHalfDone() {
        hear(peerGpadl(ID, RING), RING_REGION);
        RelId other = new RelId(31);
        accept(other, RING);
        Token part = new Token("part");
        hear(new PeerGpadl(other, GRANT, false, false, List.of(new PeerRun(1, 0, 1, 0))), part);
        List<Effect> lost = machine.linkDown("gone");
        assertEquals(List.of(close(RING_REGION), close(part)), lost.stream()
                .filter(Effect.CloseHandles.class::isInstance).toList());
        assertEquals(0, lost.stream().filter(Effect.Send.class::isInstance).count());
    }
}
