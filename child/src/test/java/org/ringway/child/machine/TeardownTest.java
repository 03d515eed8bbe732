// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.wire.Status;

@DisplayName("taking grants back while the channel goes on")
class TeardownTest extends MachineCase {
    private ChannelKey key;
    private OwnRegion first;
    private OwnRegion second;
    private RequestId request;

    @BeforeEach
    void opened() {
        join();
        key = open();
        first = region(4);
        second = region(2);
        request = request();
    }

    private GpadlId granted(OwnRegion region) {
        record(machine.grant(request(), key, List.of(region)));
        hear(new RegionResult(region.firstPfn(), Status.OK));
        GpadlId gpadl = lastSent(GpadlHeader.class).gpadl();
        hear(new GpadlCreated(REL_ID, gpadl, Status.OK));
        return gpadl;
    }

    @Test
    @DisplayName("all GPADLs of the regions are torn down, and the last answer is the answer")
    void allAreTornDown() {
        GpadlId one = granted(first);
        GpadlId two = granted(second);
        assertEffects(machine.teardown(request, key, List.of(first, second)),
                send(new GpadlTeardown(REL_ID, one)), send(new GpadlTeardown(REL_ID, two)));
        assertEffects(hear(new GpadlTorndown(two)));
        assertEffects(hear(new GpadlTorndown(one)), new Effect.Answered(request));
    }

    @Test
    @DisplayName("other grants stay; what was taken back is granted again unannounced")
    void othersStay() {
        GpadlId one = granted(first);
        granted(second);
        machine.teardown(request, key, List.of(first));
        hear(new GpadlTorndown(one));
        List<Effect> again = machine.grant(request(), key, List.of(first));
        GpadlHeader header = assertInstanceOf(GpadlHeader.class,
                ((Effect.Send) again.getFirst()).message());
        assertEquals(1, again.size());
        assertEffects(machine.teardown(request(), key, List.of(second)),
                send(new GpadlTeardown(REL_ID, new GpadlId(header.gpadl().value() - 1))));
    }

    @Test
    @DisplayName("a region that goes for good answers who waits for its grant to end")
    void retirementAnswersToo() {
        GpadlId one = granted(first);
        machine.teardown(request, key, List.of(first));
        assertEffects(machine.retire(List.of(first)));
        List<Effect> end = hear(new GpadlTorndown(one));
        assertEquals(new Effect.Answered(request), end.getFirst());
    }

    @Test
    @DisplayName("a closed channel answers who waits when its GPADLs are gone")
    void closingAnswersToo() {
        GpadlId one = granted(first);
        machine.teardown(request, key, List.of(first));
        machine.close(key);
        assertEquals(new Effect.Answered(request), hear(new GpadlTorndown(one)).getFirst());
        assertInstanceOf(Failure.ChannelClosed.class,
                failure(machine.teardown(request, key, List.of(first)), request));
    }

    @Test
    @DisplayName("what was never granted here is refused")
    void whatWasNotGrantedIsRefused() {
        assertInstanceOf(Failure.Refused.class,
                failure(machine.teardown(request, key, List.of(first)), request));
    }

    @Test
    @DisplayName("a lost root fails who waits, and refuses who comes")
    void rootLossFails() {
        granted(first);
        machine.teardown(request, key, List.of(first));
        assertInstanceOf(Failure.RootLost.class, failure(machine.linkDown("gone"), request));
        RequestId later = request();
        assertInstanceOf(Failure.RootLost.class,
                failure(machine.teardown(later, key, List.of(first)), later));
    }

    @Test
    @DisplayName("who has given up is not answered")
    void whoGaveUpIsNotAnswered() {
        GpadlId one = granted(first);
        machine.teardown(request, key, List.of(first));
        assertEffects(machine.giveUp(request));
        assertEffects(hear(new GpadlTorndown(one)));
    }
}
