// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Status;

/// Regions come and go.
final class RegionMachine {
    private final Bus bus;

    RegionMachine(Bus bus) {
        this.bus = bus;
    }

    /// Takes the region out of what came along, and has it inspected.
    void announce(Partition owner, AnnounceRegion message, List<HandleToken> attached) {
        try {
            Region region = admit(owner, message, attached);
            owner.regions().add(region);
            attached.clear();
            bus.out.add(new Effect.InspectRegion(
                    owner.id(), region.firstPfn(), region.handle()));
        } catch (Refusal refusal) {
            bus.out.refuse(owner, ControlCodec.typeOf(message), 0, refusal,
                    new RegionResult(message.firstPfn(), refusal.status()));
        }
    }

    private Region admit(Partition owner, AnnounceRegion message, List<HandleToken> attached) {
        if (attached.size() != 1) {
            throw new Refusal(Status.INVALID_PARAMETER, "one descriptor must arrive, and does not"
                    + " if the root has none left: descriptors=" + attached.size());
        }
        if (message.pages() > Platform.MAX_REGION_PAGES) {
            throw new Refusal(Status.INVALID_PARAMETER, "region is larger than one GPADL: pages="
                    + message.pages() + " max=" + Platform.MAX_REGION_PAGES);
        }
        RegionTable regions = owner.regions();
        Quotas quotas = bus.quotasOf(owner);
        Refusal.unlessBelow("regions", regions.size(), quotas.regions());
        if (message.pages() > quotas.regionPages() - regions.pages()) {
            throw new Refusal(Status.QUOTA_EXCEEDED, "quota is used up: regionPages="
                    + regions.pages() + " wanted=" + message.pages()
                    + " limit=" + quotas.regionPages());
        }
        return Region.announced(message, attached.getFirst());
    }

    void fit(Partition owner, long firstPfn, RegionFacts facts) {
        Region region = owner.regions().get(firstPfn);
        if (region == null || region.isFit()) {
            return;
        }
        boolean readOnly = facts.access() == Access.READ_ONLY;
        if (facts.pages() != region.pages() || readOnly != region.isReadOnly()) {
            unfit(owner, firstPfn, "region is not what was announced: pages=" + facts.pages()
                    + " announced=" + region.pages() + " readOnly=" + readOnly
                    + " announced=" + region.isReadOnly());
            return;
        }
        region.foundFit();
        bus.out.send(owner, new RegionResult(firstPfn, Status.OK));
    }

    void unfit(Partition owner, long firstPfn, String text) {
        Region region = owner.regions().get(firstPfn);
        if (region == null || region.isFit()) {
            return;
        }
        forget(owner, region);
        bus.out.refuse(owner, ControlCodec.typeOf(AnnounceRegion.class), 0,
                new Refusal(Status.INVALID_PARAMETER, text),
                new RegionResult(firstPfn, Status.INVALID_PARAMETER));
    }

    /// Nothing answers. A region that is not there may have been refused a moment ago.
    void retire(Partition owner, RetireRegion message) {
        Region region = owner.regions().get(message.firstPfn());
        if (region == null) {
            return;
        }
        if (region.uses() > 0) {
            throw new ProtocolException("RetireRegion.firstPfn: live GPADLs name the region:"
                    + " firstPfn=" + message.firstPfn() + " runs=" + region.uses());
        }
        forget(owner, region);
    }

    /// Lets go of everything a partition has announced.
    void forgetAll(Partition owner) {
        for (Region region : List.copyOf(owner.regions().all())) {
            forget(owner, region);
        }
    }

    private void forget(Partition owner, Region region) {
        owner.regions().remove(region);
        bus.out.closeHandle(region.handle());
    }
}
