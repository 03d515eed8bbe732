// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToChild.PeerInspect;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

class InspectTest extends MachineCase {
    private static final InspectTarget TARGET = new InspectTarget(PEER.partition(), REL_ID);
    private static final WireBytes LONG = WireBytes.of(new byte[InspectPart.MAX_BYTES + 1]);

    @BeforeEach
    void joined() {
        join();
    }

    private static InspectResult result(int request, InspectPart part) {
        return new InspectResult(request, part);
    }

    @Test
    @DisplayName("parts of answers are put together, each with its own question")
    void partsArePutTogether() {
        List<InspectPart> parts = InspectPart.split(LONG);
        RequestId first = request();
        RequestId second = request();

        assertEffects(machine.inspect(first, TARGET),
                send(new Inspect(1, PEER.partition(), REL_ID)));
        assertEffects(machine.inspect(second, new InspectTarget(SELF, null)),
                send(new Inspect(2, SELF, null)));
        assertEffects(hear(result(1, parts.getFirst())));
        assertEffects(hear(result(2, InspectPart.split(WireBytes.EMPTY).getFirst())),
                new Effect.Inspected(second, WireBytes.EMPTY));
        assertEffects(hear(result(1, parts.getLast())), new Effect.Inspected(first, LONG));
    }

    @Test
    @DisplayName("a refusal says why")
    void refusalsSayWhy() {
        RequestId request = request();
        machine.inspect(request, TARGET);
        hear(Explain.of(0, 1, Status.ACCESS_DENIED, "uid=7 its=8"));

        Failure failure = failure(
                hear(result(1, InspectPart.refusal(Status.ACCESS_DENIED))), request);

        assertEquals(new Failure.Refused("inspection is refused: uid=7 its=8",
                Status.ACCESS_DENIED), failure);
    }

    @Test
    @DisplayName("who waits no longer withdraws, and what still comes is ignored")
    void whoGivesUpWithdraws() {
        RequestId request = request();
        machine.inspect(request, TARGET);

        assertEffects(machine.giveUp(request), send(new WithdrawInspect(1)));
        assertIgnored(hear(result(1, InspectPart.split(LONG).getFirst())));
    }

    @Test
    @DisplayName("questions end with the link")
    void questionsEndWithTheLink() {
        RequestId request = request();
        machine.inspect(request, TARGET);

        assertInstanceOf(Failure.RootLost.class, failure(machine.linkDown("gone"), request));
        RequestId later = request();
        assertInstanceOf(Failure.RootLost.class, failure(machine.inspect(later, TARGET), later));
    }

    @Test
    @DisplayName("C3 an answer that nobody asked for is ignored, one without an end ends the link")
    void c3UnsolicitedAndEndlessAnswers() {
        InspectPart more = InspectPart.split(LONG).getFirst();
        assertIgnored(hear(result(9, more)));
        machine.inspect(request(), TARGET);

        assertThrows(ProtocolException.class, () -> {
            for (int i = 0; i <= InspectPart.MAX_PARTS; i++) {
                hear(result(1, more));
            }
        });
    }

    @Test
    @DisplayName("the machine says what it knows of its channels, and its shell answers")
    void theMachineDescribesItself() {
        ChannelKey opened = open();
        ChannelKey accepted = accept(new RelId(20), new GpadlId(4));

        var asked = assertInstanceOf(
                Effect.Describe.class, hear(new PeerInspect(5, null)).getFirst());
        Branch partition = new Branch("it", asked.description().partition());
        Branch mine = new Branch("mine", asked.description().channels().get(opened));
        Branch theirs = new Branch("theirs", asked.description().channels().get(accepted));

        assertEquals(Set.of(opened, accepted), asked.description().channels().keySet());
        assertEquals(leaf("link", "JOINED"), ((Branch) partition.child("root")).child("link"));
        assertEquals(4, partition.number("root", "partitionId"));
        assertEquals(1, partition.number("offersSeen", "standing"));
        assertEquals(1, partition.number("announced", "regions"));
        assertEquals(leaf("role", "CONSUMER"), mine.child("role"));
        assertEquals(8, mine.number("granted", "pages"));
        assertEquals(leaf("role", "PROVIDER"), theirs.child("role"));
        assertEquals(20, theirs.number("channelId"));
        assertEquals(8, theirs.number("grantedByPeer", "pages"));
        assertFalse(asked.toString().contains("serial"), asked::toString);

        List<InspectPart> parts = InspectPart.split(LONG);
        assertEffects(machine.described(5, LONG), send(new PeerInspectResult(5, parts.getFirst())),
                send(new PeerInspectResult(5, parts.getLast())));
        assertEffects(machine.described(5, LONG));
    }

    @Test
    @DisplayName("one channel is described alone, one that is not there is refused")
    void oneChannelIsDescribedAlone() {
        ChannelKey opened = open();
        accept(new RelId(20), new GpadlId(4));

        var asked = assertInstanceOf(
                Effect.Describe.class, hear(new PeerInspect(1, REL_ID)).getFirst());
        assertEquals(Set.of(opened), asked.description().channels().keySet());
        assertEffects(hear(new PeerInspect(2, new RelId(21))),
                send(new PeerInspectResult(2, InspectPart.refusal(Status.NOT_FOUND))));
    }

    @Test
    @DisplayName("C4 a root that asks without end is refused, and an old answer is not sent to it")
    void c4TooManyQuestionsAreRefused() {
        for (int i = 1; i <= 64; i++) {
            assertInstanceOf(Effect.Describe.class, hear(new PeerInspect(i, null)).getFirst());
        }
        assertEffects(hear(new PeerInspect(65, null)),
                send(new PeerInspectResult(65, InspectPart.refusal(Status.QUOTA_EXCEEDED))));
        machine.linkDown("gone");
        assertEffects(machine.described(1, WireBytes.EMPTY));
    }
}
