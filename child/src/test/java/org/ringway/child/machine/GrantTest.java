// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Platform;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.wire.Status;

class GrantTest extends MachineCase {
    private ChannelKey key;
    private OwnRegion region;
    private RequestId request;

    @BeforeEach
    void opened() {
        join();
        key = open();
        region = region(4);
        request = request();
    }

    private GpadlId grantedAlone() {
        record(machine.grant(request, key, List.of(region)));
        hear(new RegionResult(region.firstPfn(), Status.OK));
        return lastSent(GpadlHeader.class).gpadl();
    }

    private GpadlId granted() {
        GpadlId gpadl = grantedAlone();
        assertEffects(hear(new GpadlCreated(REL_ID, gpadl, Status.OK)),
                new Effect.Granted(request, List.of(gpadl)));
        return gpadl;
    }

    private Effect[] regionGoes() {
        return new Effect[] {send(new RetireRegion(region.firstPfn())), close(region.handle())};
    }

    @Test
    @DisplayName("all regions are announced, then all GPADLs sent, before any answer is awaited")
    void grantsOfManyRegionsArePipelined() {
        OwnRegion large = region(Platform.MAX_REGION_PAGES);
        List<Effect> sent = record(machine.grant(request, key, List.of(region, large)));
        assertEffects(sent.subList(0, 2),
                send(new AnnounceRegion(region.firstPfn(), 4, false), region.handle()),
                send(new AnnounceRegion(large.firstPfn(), Platform.MAX_REGION_PAGES, false),
                        large.handle()));
        assertEffects(hear(new RegionResult(large.firstPfn(), Status.OK)));
        assertEffects(hear(new RegionResult(region.firstPfn(), Status.OK)));
        List<GpadlHeader> headers = sent.stream().map(effect -> ((Effect.Send) effect).message())
                .filter(GpadlHeader.class::isInstance).map(GpadlHeader.class::cast).toList();
        assertEquals(List.of(40, 65_528), headers.stream().map(GpadlHeader::rangeBytes).toList());
        assertInstanceOf(GpadlBody.class, ((Effect.Send) sent.getLast()).message());
        assertEffects(hear(new GpadlCreated(REL_ID, headers.getLast().gpadl(), Status.OK)));
        assertEffects(hear(new GpadlCreated(REL_ID, headers.getFirst().gpadl(), Status.OK)),
                new Effect.Granted(request, headers.stream().map(GpadlHeader::gpadl).toList()));
    }

    @Test
    @DisplayName("a region is announced once, however often it is granted")
    void regionIsAnnouncedOnce() {
        granted();
        machine.close(key);
        hear(new GpadlTorndown(new GpadlId(1)));
        hear(new GpadlTorndown(new GpadlId(2)));
        ChannelKey again = answer(ask(wish(new SeenOffer(REL_ID, PEER, NAME, CONTENT)))).key();
        List<Effect> effects = machine.grant(request(), again, List.of(region));
        assertInstanceOf(GpadlHeader.class, ((Effect.Send) effects.getFirst()).message());
    }

    @Test
    @DisplayName("a region that is wanted twice at once is announced once, and refused to both")
    void announcementIsShared() {
        record(machine.grant(request, key, List.of(region)));
        RequestId second = request();
        List<Effect> granting = machine.grant(second, key, List.of(region));
        assertEquals(1, granting.size());
        assertInstanceOf(GpadlHeader.class, ((Effect.Send) granting.getFirst()).message());
        List<Effect> refused = hear(new RegionResult(region.firstPfn(), Status.QUOTA_EXCEEDED));
        assertEquals(List.of(request, second),
                refused.stream().map(effect -> ((Effect.Failed) effect).request()).toList());
    }

    @Test
    @DisplayName("a retired buffer is torn down everywhere first, then its handle is closed")
    void retirementTearsDownFirst() {
        GpadlId gpadl = granted();
        assertEffects(machine.retire(List.of(region)), send(new GpadlTeardown(REL_ID, gpadl)));
        assertEffects(hear(new GpadlTorndown(gpadl)), regionGoes());
        assertIgnored(hear(new GpadlTorndown(gpadl)));
    }

    @Test
    @DisplayName("a buffer that nobody ever saw just goes")
    void unseenRegionJustGoes() {
        assertEffects(machine.retire(List.of(region)), close(region.handle()));
    }

    @Test
    @DisplayName("a buffer that is retired during its announcement goes when that is refused")
    void retirementDuringAnnouncement() {
        record(machine.grant(request, key, List.of(region)));
        List<Effect> effects = machine.retire(List.of(region));
        assertEquals("buffer is closed: firstPfn=9", failure(effects, request).text());
        RequestId late = request();
        failure(machine.grant(late, key, List.of(region)), late);
        assertEffects(hear(new RegionResult(region.firstPfn(), Status.QUOTA_EXCEEDED)),
                close(region.handle()));
        assertEffects(hear(new GpadlCreated(
                REL_ID, lastSent(GpadlHeader.class).gpadl(), Status.NOT_FOUND)));
    }

    @Test
    @DisplayName("a buffer that is retired while it is granted fails the grant, then is torn down")
    void retirementDuringGrant() {
        GpadlId gpadl = grantedAlone();
        failure(machine.retire(List.of(region)), request);
        assertEffects(hear(new GpadlCreated(REL_ID, gpadl, Status.OK)),
                send(new GpadlTeardown(REL_ID, gpadl)));
        assertEffects(hear(new GpadlTorndown(gpadl)), regionGoes());
    }

    @Test
    @DisplayName("when one region of a buffer is refused the others are torn down")
    void oneRefusalUndoesTheGrant() {
        OwnRegion second = region(4);
        record(machine.grant(request, key, List.of(region, second)));
        hear(new RegionResult(region.firstPfn(), Status.OK));
        hear(new RegionResult(second.firstPfn(), Status.OK));
        GpadlId last = lastSent(GpadlHeader.class).gpadl();
        GpadlId first = new GpadlId(last.value() - 1);
        assertEquals("grant is refused: firstPfn=13 pages=4: quota exceeded", failure(
                hear(new GpadlCreated(REL_ID, last, Status.QUOTA_EXCEEDED)), request).text());
        assertEffects(hear(new GpadlCreated(REL_ID, first, Status.OK)),
                send(new GpadlTeardown(REL_ID, first)));
    }

    @Test
    @DisplayName("closing the channel fails grants under way, and takes back all others")
    void closingEndsGrants() {
        GpadlId live = granted();
        OwnRegion other = region(1);
        RequestId pending = request();
        record(machine.grant(pending, key, List.of(other)));
        List<Effect> closed = machine.close(key);
        assertInstanceOf(Failure.ChannelClosed.class, failure(closed, pending));
        assertEquals(send(new CloseChannel(REL_ID)), closed.getFirst());
        assertTrue(closed.contains(send(new GpadlTeardown(REL_ID, live))));
        assertEffects(hear(new RegionResult(other.firstPfn(), Status.OK)));
    }

    @Test
    @DisplayName("a grant on a closed channel fails")
    void grantAfterCloseFails() {
        machine.close(key);
        assertInstanceOf(Failure.ChannelClosed.class,
                failure(machine.grant(request, key, List.of(region)), request));
    }

    @Test
    @DisplayName("a grant that nobody waits for any more is undone silently")
    void givenUpGrantIsUndone() {
        GpadlId gpadl = grantedAlone();
        assertEffects(machine.giveUp(request));
        assertEffects(hear(new GpadlCreated(REL_ID, gpadl, Status.OK)),
                send(new GpadlTeardown(REL_ID, gpadl)));
    }

    @Test
    @DisplayName("with the link a pending grant fails, and a retired region's handle is closed")
    void lossFailsGrants() {
        GpadlId gpadl = granted();
        machine.retire(List.of(region));
        OwnRegion other = region(1);
        RequestId pending = request();
        record(machine.grant(pending, key, List.of(other)));
        List<Effect> lost = machine.linkDown("gone");
        assertInstanceOf(Failure.RootLost.class, failure(lost, pending));
        assertTrue(lost.contains(close(region.handle())));
        assertEffects(machine.retire(List.of(other)), close(other.handle()));
        assertEquals(gpadl, new GpadlId(2));
    }
}
