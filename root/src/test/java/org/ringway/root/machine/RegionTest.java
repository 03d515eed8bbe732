// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.ringway.root.machine.Heard.created;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Access;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Status;

/// Regions: which are taken, and that refused ones are let go of.
final class RegionTest extends BusCase {
    private static final Quotas QUOTAS = new Quotas(9, 9, 9, 3, 20, 9, 99, 9, 99);

    RegionTest() {
        super(within(QUOTAS));
    }

    private void isRefused(AnnounceRegion message, HandleToken region, String words,
            Status status) {
        consumer.say(message, region).hearsWhy(words)
                .hears(new RegionResult(message.firstPfn(), status)).hearsNothing();
        assertFalse(scene.open.contains(region), "handle is kept");
    }

    private HandleToken region(long pages, Access access) {
        HandleToken region = scene.handle();
        scene.regions.put(region, new RegionFacts(pages, access));
        return region;
    }

    @Test
    void whatIsNoFitMemoryIsRefused() {
        isRefused(new AnnounceRegion(1, 4, false), scene.handle(), "it is a pipe",
                Status.INVALID_PARAMETER);
    }

    @Test
    void whatIsNotAsAnnouncedIsRefused() {
        isRefused(new AnnounceRegion(1, 4, false), region(5, Access.READ_WRITE),
                "pages=5 announced=4", Status.INVALID_PARAMETER);
        isRefused(new AnnounceRegion(1, 4, true), region(4, Access.READ_WRITE),
                "readOnly=false announced=true", Status.INVALID_PARAMETER);
        isRefused(new AnnounceRegion(1, 4, false), region(4, Access.READ_ONLY),
                "readOnly=true announced=false", Status.INVALID_PARAMETER);
    }

    @Test
    void pageNumbersInUseAreRefused() {
        consumer.announces(10, 4);
        for (long firstPfn : new long[] {7, 10, 13}) {
            isRefused(new AnnounceRegion(firstPfn, 4, false), region(4, Access.READ_WRITE),
                    "page numbers are in use: firstPfn=" + firstPfn, Status.INVALID_PARAMETER);
        }
        consumer.announces(6, 4).announces(14, 4);
    }

    @Test
    void exactlyOneDescriptorComesAlong() {
        consumer.say(new AnnounceRegion(1, 4, false)).hearsWhy("descriptors=0")
                .hears(new RegionResult(1, Status.INVALID_PARAMETER));
        consumer.say(new AnnounceRegion(1, 4, false), scene.handle(), scene.handle())
                .hearsWhy("descriptors=2").hears(new RegionResult(1, Status.INVALID_PARAMETER));
    }

    @Test
    @DisplayName("G8: the quotas for regions and their pages hold")
    void quotasHold() {
        consumer.announces(0, 10);
        isRefused(new AnnounceRegion(100, 11, false), region(11, Access.READ_WRITE),
                "regionPages=10 wanted=11 limit=20", Status.QUOTA_EXCEEDED);
        consumer.announces(20, 1).announces(30, 1);
        isRefused(new AnnounceRegion(100, 1, false), region(1, Access.READ_WRITE),
                "regions=3 limit=3", Status.QUOTA_EXCEEDED);
        consumer.say(new RetireRegion(0)).announces(100, 18);
    }

    @Test
    void aRetiredRegionIsLetGoOfAndCannotBeGranted() {
        offerIsSeen();
        consumer.announces(1, 4).say(new RetireRegion(1)).hearsNothing().grants(1, 5, 1, 4)
                .hearsWhy("pfn=1").hears(created(1, 5, Status.NOT_FOUND));
    }

    @Test
    void lateFindingsAreIgnored() {
        scene.happen(new Event.RegionFit(consumer.id, 5, new RegionFacts(1, Access.READ_WRITE)));
        scene.happen(new Event.RegionUnfit(consumer.id, 5, "late"));
        consumer.hearsNothing().die();
        scene.happen(new Event.RegionFit(consumer.id, 5, new RegionFacts(1, Access.READ_WRITE)));
        scene.happen(new Event.RegionUnfit(consumer.id, 5, "late"));
    }
}
