// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.Name;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;

class HandshakeTest extends MachineCase {
    private static final int HELLO_TYPE = 0x5257_0001;

    @Test
    @DisplayName("contact, hello, offers: then the partition has joined")
    void joinsStepByStep() {
        assertEffects(machine.linkUp(), send(InitiateContact.of(ProtocolVersion.V5_3)));
        assertEffects(hear(VersionResponse.accepted(1)), send(Hello.of(0, new Name("self"))));
        assertEffects(hear(new HelloResult(1, Status.OK, EPOCH, SELF)), send(new RequestOffers()));
        assertEffects(hear(new AllOffersDelivered()), new Effect.Joined(SELF, EPOCH));
    }

    @Test
    @DisplayName("a root that speaks another version is told apart from a failing one")
    void versionIsRefusedClearly() {
        machine.linkUp();
        assertEquals("root does not speak VMBus 5.3: supported=false state=0: unsuccessful",
                refusal(hear(VersionResponse.unsupported())).text());
        machine.linkUp();
        assertEquals("root does not speak VMBus 5.3: supported=true state=1: unsuccessful",
                refusal(hear(new VersionResponse(true, VersionResponse.LOW_RESOURCES, 0))).text());
    }

    private static Failure.Refused refusal(List<Effect> effects) {
        return assertInstanceOf(Effect.JoinRefused.class, effects.getFirst()).reason();
    }

    @Test
    @DisplayName("a refused hello carries the root's words")
    void helloIsRefusedWithTheRootsWords() {
        machine.linkUp();
        hear(VersionResponse.accepted(1));
        hear(Explain.of(HELLO_TYPE, 0, Status.ACCESS_DENIED, "uid 7 is not on the list"));
        var refused = refusal(hear(new HelloResult(1, Status.ACCESS_DENIED, EPOCH, SELF)));
        assertEquals("root refuses this partition: protocol=1 name=self: uid 7 is not on the list",
                refused.text());
        assertEquals(Status.ACCESS_DENIED, refused.status());
    }

    @Test
    @DisplayName("a partition that wants a name for itself says so, to every root")
    void asksForItsName() {
        ChildMachine owner = new ChildMachine(new Name("self"), true);
        for (int root = 0; root < 2; root++) {
            owner.linkUp();
            assertEffects(owner.receive(VersionResponse.accepted(1), List.of()),
                    send(Hello.of(0, new Name("self")).owningName()));
            owner.linkDown("gone");
        }
    }

    @Test
    @DisplayName("an explanation counts for the very next message only")
    void explanationIsForgotten() {
        machine.linkUp();
        hear(Explain.of(HELLO_TYPE, 0, Status.ACCESS_DENIED, "stale"));
        hear(VersionResponse.accepted(1));
        var refused = refusal(hear(new HelloResult(1, Status.ACCESS_DENIED, EPOCH, SELF)));
        assertEquals("root refuses this partition: protocol=1 name=self: access denied",
                refused.text());
    }

    @Test
    @DisplayName("another version of the extension is a refusal, also if the root says yes")
    void otherExtensionIsRefused() {
        machine.linkUp();
        hear(VersionResponse.accepted(1));
        assertEquals(Status.UNSUCCESSFUL,
                refusal(hear(new HelloResult(2, Status.OK, EPOCH, SELF))).status());
    }

    @Test
    @DisplayName("anything else before the handshake is through ends the link")
    void nothingPrecedesTheHandshake() {
        machine.linkUp();
        var early = assertThrows(ProtocolException.class,
                () -> hear(new OfferIdentity(REL_ID, PEER, NAME)));
        assertEquals("root says OfferIdentity before the handshake is through: phase=CONTACTING",
                early.getMessage());
        machine.linkDown("test");
        machine.linkUp();
        hear(VersionResponse.accepted(1));
        assertThrows(ProtocolException.class, () -> hear(OfferChannel.of(REL_ID, CONTENT)));
    }

    @Test
    @DisplayName("C3 answers that nobody asked for are ignored")
    void c3UnsolicitedAnswersAreIgnored() {
        join();
        assertIgnored(hear(VersionResponse.accepted(1)));
        assertIgnored(hear(new HelloResult(1, Status.OK, EPOCH + 1, SELF)));
        assertIgnored(hear(new AllOffersDelivered()));
        assertIgnored(hear(new UnloadComplete()));
    }

    @Test
    @DisplayName("handles that come with a message that carries none are closed")
    void surplusHandlesAreClosed() {
        join();
        Token surplus = new Token("surplus");
        assertEquals(close(surplus), hear(new UnloadComplete(), surplus).getFirst());
    }

    @Test
    @DisplayName("leaving fails what is pending, says so, and hears nothing but the answer")
    void leavesInGoodOrder() {
        join();
        RequestId list = request();
        record(machine.list(list, 1));
        List<Effect> effects = machine.leave();
        assertInstanceOf(Failure.Left.class, failure(effects, list));
        assertEquals(send(new Unload()), effects.getLast());
        assertEffects(hear(OfferChannel.of(REL_ID, CONTENT)));
        assertEffects(hear(new UnloadComplete()), new Effect.Left());
    }

    @Test
    @DisplayName("a root that goes meanwhile ends the leaving, too")
    void rootGoesWhileLeaving() {
        join();
        machine.leave();
        assertEquals(new Effect.Left(), machine.linkDown("gone").getFirst());
    }

    @Test
    @DisplayName("leaving without a root is over at once")
    void leavesWithoutARoot() {
        assertEffects(machine.leave(), new Effect.Left());
    }

    @Test
    @DisplayName("requests before the join and after the loss fail at once, with the reason")
    void requestsNeedARoot() {
        RequestId early = request();
        assertEquals("not joined yet", failure(machine.list(early, 1), early).text());
        join();
        hear(Explain.of(0, 0, Status.QUOTA_EXCEEDED, "too many messages"));
        List<Effect> lost = machine.linkDown("root lost");
        assertEquals(new Effect.LinkLost(new Failure.RootLost(
                "root lost (it said: too many messages)")), lost.getFirst());
        RequestId late = request();
        assertEquals("root lost (it said: too many messages)",
                assertInstanceOf(Failure.RootLost.class, failure(machine.list(late, 1), late))
                        .text());
    }
}
