// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToChild.PeerInspect;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

final class InspectTest {
    private static final int USER = 1000;
    private static final InspectPart FIRST = part(false, 1);
    private static final InspectPart LAST = part(true, 2);

    private final Scene scene = new Scene();
    private Client asker;
    private Client asked;

    private static InspectPart part(boolean last, int value) {
        return new InspectPart(Status.OK, last, WireBytes.of(new byte[] {(byte) value}));
    }

    private static InspectResult result(int request, InspectPart part) {
        return new InspectResult(request, part);
    }

    private static InspectResult refusal(int request, Status status) {
        return result(request, InspectPart.refusal(status));
    }

    @BeforeEach
    void twoOfOneUser() {
        asker = scene.linkAs(USER, 100).greets("asker");
        asked = scene.linkAs(USER, 100).greets("asked");
    }

    @AfterEach
    void nothingIsLeft() {
        scene.end();
    }

    private Client asks(Client who, int request, Client whom) {
        return who.say(new Inspect(request, whom.id, null));
    }

    @Test
    void theQuestionGoesToWhoCanAnswerAndThePartsComeBackUnread() {
        asker.say(new Inspect(70, asked.id, new RelId(3)));
        asked.hears(new PeerInspect(1, new RelId(3)))
                .say(new PeerInspectResult(1, FIRST)).say(new PeerInspectResult(1, LAST));
        asker.hears(result(70, FIRST), result(70, LAST)).hearsNothing();
    }

    @Test
    void whoWillMayInspectItself() {
        asks(asker, 1, asker).hears(new PeerInspect(1, null))
                .say(new PeerInspectResult(1, LAST)).hears(result(1, LAST));
    }

    @Test
    void theSuperuserMayAskEverybodyAndNobodyElseMayAskAnotherUser() {
        Client stranger = scene.linkAs(USER + 1, 100).greets("stranger");
        Client superuser = scene.linkAs(0, 100).greets("superuser");

        asks(stranger, 1, asked).hearsWhy("uid=1001 its=1000")
                .hears(refusal(1, Status.ACCESS_DENIED));
        asks(stranger, 2, superuser).hearsWhy("uid=1001 its=0")
                .hears(refusal(2, Status.ACCESS_DENIED));
        asked.hearsNothing();
        asks(superuser, 1, asked);
        asked.hears(new PeerInspect(1, null));
    }

    @Test
    void whoDidNotSayThatItAnswersIsNotAsked() {
        Client old = scene.linkAs(USER, 100).contacts().say(new Hello(1, 0, 0, Name.of("old")));
        old.hears(new HelloResult(1, Status.OK, Scene.EPOCH, old.id, HelloResult.ALL_FLAGS));
        Client plain = scene.linkAs(USER, 100).contacts();
        Client silent = scene.linkAs(USER, 100);

        for (Client each : new Client[] {old, plain, silent}) {
            asks(asker, each.id.value(), each).hearsWhy("does not answer")
                    .hears(refusal(each.id.value(), Status.NOT_SUPPORTED));
            each.hearsNothing();
        }
    }

    @Test
    void helloWithAFlagOfTomorrowIsWelcome() {
        Client later = scene.linkAs(USER, 100).contacts()
                .say(new Hello(1, 0x8000_0000, 0, Name.of("later")));

        later.hears(new HelloResult(1, Status.OK, Scene.EPOCH, later.id, HelloResult.ALL_FLAGS));
    }

    @Test
    void nobodyIsNotAsked() {
        asker.say(new Inspect(5, new PartitionId(-1), null))
                .hearsWhy("no such partition: id=4294967295")
                .hears(refusal(5, Status.NOT_FOUND));
    }

    @Test
    void whoLeavesWithoutAnAnswerIsReported() {
        asks(asker, 7, asked);
        asked.say(new PeerInspectResult(1, FIRST));
        asker.hears(result(7, FIRST));
        asked.die();
        asker.hearsWhy("left").hears(refusal(7, Status.PEER_GONE)).hearsNothing();
    }

    @Test
    void anAnswerToWhoIsGoneIsDropped() {
        asks(asker, 7, asked);
        asker.die();
        asked.forgetsWhatItHeard().say(new PeerInspectResult(1, LAST)).hearsNothing();
        assertTrue(asked.isConnected());
    }

    @Test
    void aWithdrawnQuestionHasNoAnswerAnyMore() {
        asks(asker, 7, asked);
        asker.say(new WithdrawInspect(7)).say(new WithdrawInspect(7)).say(new WithdrawInspect(9));
        asked.say(new PeerInspectResult(1, FIRST)).say(new PeerInspectResult(1, LAST));
        asker.hearsNothing();
        assertTrue(asker.isConnected());
    }

    @Test
    void anAnswerFromSomebodyElseIsDropped() {
        Client liar = scene.linkAs(USER, 100).greets("liar");

        asks(asker, 7, asked);
        liar.say(new PeerInspectResult(1, LAST)).say(new PeerInspectResult(99, LAST));
        asker.hearsNothing();
        asked.forgetsWhatItHeard().say(new PeerInspectResult(1, LAST));
        asker.hears(result(7, LAST));
    }

    @Test
    @DisplayName("M16: a number that is under way is not used for another question")
    void m16ANumberIsNotUsedTwice() {
        asks(asker, 7, asked);
        asks(asker, 7, asked);

        asker.isHungUpOn("Inspect uses a number twice: request=7");
    }

    @Test
    @DisplayName("M17: one asker has a few questions under way, so that answers cannot drown it")
    void m17QuestionsOfOneAskerAreCounted() {
        for (int i = 1; i <= 4; i++) {
            asks(asker, i, i % 2 == 0 ? asked : asker);
        }
        asker.forgetsWhatItHeard();
        asks(asker, 5, asked).hearsWhy("inspections=4 limit=4")
                .hears(refusal(5, Status.QUOTA_EXCEEDED));
        asker.say(new WithdrawInspect(4));
        asks(asker, 6, asked).hearsNothing();
    }

    @Test
    @DisplayName("M17: questions pile up only so far at a partition that does not answer")
    void m17UnansweredQuestionsAreCountedForGoodAlsoWhenTheirAskersAreGone() {
        for (int i = 0; i < 16; i++) {
            Client each = scene.linkAs(USER, 100).greets("asker " + i);
            asks(each, 1, asked).die();
        }
        asks(asker, 1, asked).hearsWhy("unanswered inspections=16 limit=16")
                .hears(refusal(1, Status.QUOTA_EXCEEDED));
        asked.forgetsWhatItHeard().say(new PeerInspectResult(16, LAST));
        asks(asker, 2, asked).hearsNothing();
    }

    @Test
    @DisplayName("M17: an answer without an end is cut")
    void m17AnEndlessAnswerIsCut() {
        asks(asker, 7, asked);
        IntStream.range(0, 600).forEach(i -> asked.say(new PeerInspectResult(1, FIRST)));

        assertTrue(asked.isConnected());
        for (int i = 1; i < InspectPart.MAX_PARTS; i++) {
            asker.hears(result(7, FIRST));
        }
        asker.hearsWhy("too long: parts=512").hears(refusal(7, Status.QUOTA_EXCEEDED))
                .hearsNothing();
    }

    @Test
    void theLongestAnswerIsNotCut() {
        asks(asker, 7, asked);
        for (int i = 1; i < InspectPart.MAX_PARTS; i++) {
            asked.say(new PeerInspectResult(1, FIRST));
        }
        asked.say(new PeerInspectResult(1, LAST));

        var heard = asker.heard();
        assertEquals(InspectPart.MAX_PARTS, heard.size());
        assertEquals(result(7, LAST), heard.getLast());
    }
}
