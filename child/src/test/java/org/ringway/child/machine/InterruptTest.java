// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// M9, from the other side: what a partition tells its root about processors.
class InterruptTest extends MachineCase {
    private ChannelKey key;

    @BeforeEach
    void channelIsOpen() {
        join();
        OpenChannel asked = ask(new OpenRequest(
                request(), seeOffer(REL_ID), region(8), DOWNSTREAM_PAGE, UserData.EMPTY, 5));
        assertEquals(5, asked.targetVp());
        key = answer(asked).key();
    }

    private static List<Effect> nothing() {
        return List.of();
    }

    private List<Effect> answered(RelId relId, Status status) {
        return hear(new ModifyChannelResponse(relId, status));
    }

    @Test
    @DisplayName("one word is under way at a time, the next one waits for its answer")
    void oneAtATime() {
        RequestId first = request();
        RequestId second = request();
        assertEffects(machine.moveInterrupt(first, key, 1), send(new ModifyChannel(REL_ID, 1)));
        assertEquals(nothing(), machine.moveInterrupt(second, key, 2));
        assertEffects(answered(REL_ID, Status.OK), new Effect.Answered(first),
                send(new ModifyChannel(REL_ID, 2)));
        assertEffects(answered(REL_ID, Status.OK), new Effect.Answered(second));
        assertIgnored(answered(REL_ID, Status.OK));
        assertIgnored(answered(new RelId(99), Status.OK));
    }

    @Test
    @DisplayName("a refusal leaves the interrupt where it was, also for a new root")
    void refusalChangesNothing() {
        RequestId first = request();
        RequestId second = request();
        machine.moveInterrupt(first, key, 1);
        machine.moveInterrupt(second, key, 2);
        answered(REL_ID, Status.OK);
        assertEquals("interrupt cannot be moved: channel 7: invalid parameter",
                failure(answered(REL_ID, Status.INVALID_PARAMETER), second).text());
        record(machine.linkDown("gone"));
        join();
        assertEquals(1, lastSent(Reannounce.class).targetVp());
    }

    @Test
    @DisplayName("who gives up is not told, and the next word still waits for the answer")
    void givingUp() {
        RequestId first = request();
        RequestId second = request();
        machine.moveInterrupt(first, key, 1);
        machine.moveInterrupt(second, key, 2);
        assertEquals(nothing(), machine.giveUp(first));
        assertEffects(answered(REL_ID, Status.OK), send(new ModifyChannel(REL_ID, 2)));
        assertEffects(answered(REL_ID, Status.OK), new Effect.Answered(second));
    }

    @Test
    @DisplayName("the loss of the root fails those that wait; a closed channel has no interrupt")
    void endsOfAMove() {
        RequestId waiting = request();
        machine.moveInterrupt(waiting, key, 1);
        assertInstanceOf(Failure.RootLost.class, failure(machine.linkDown("gone"), waiting));
        join();
        record(machine.close(key));
        RequestId late = request();
        assertInstanceOf(Failure.ChannelClosed.class,
                failure(machine.moveInterrupt(late, key, 1), late));
    }
}
