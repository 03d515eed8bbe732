// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.util.ArrayList;
import java.util.List;
import org.ringway.hypervisor.CpuidLeaf;

/// What a guest's processors say about themselves: this host's, under Hyper-V's hypervisor.
public final class GuestCpuid {
    private static final int HYPERVISOR_LEAVES = 0x4000_0000;
    private static final int LEAVES_MASK = 0xF000_0000;
    private static final int LAST_SHOWN = 0x4000_0006;
    private static final int FEATURES = 1;
    private static final int TOPOLOGY = 0xB;
    private static final int TOPOLOGY_2 = 0x1F;
    private static final int UNDER_HYPERVISOR = 1 << 31;
    private static final int MULTI_THREADING = 1 << 28;
    /// "Microsoft Hv" in three registers.
    private static final int[] SIGNATURE = {0x7263_694D, 0x666F_736F, 0x7648_2074};

    private GuestCpuid() {}

    /// {@return the leaves of one processor}
    ///
    /// @param host what the host could show
    /// @param hyperV what its hypervisor says about Hyper-V
    /// @param processor number of the processor
    /// @param processors how many there are
    public static List<CpuidLeaf> of(
            List<CpuidLeaf> host, List<CpuidLeaf> hyperV, int processor, int processors) {
        List<CpuidLeaf> leaves = new ArrayList<>();
        for (CpuidLeaf leaf : host) {
            if ((leaf.function() & LEAVES_MASK) != HYPERVISOR_LEAVES) {
                leaves.add(own(leaf, processor, processors));
            }
        }
        for (CpuidLeaf leaf : hyperV) {
            if (leaf.function() == HYPERVISOR_LEAVES) {
                leaves.add(leaf.answering(LAST_SHOWN, SIGNATURE[0], SIGNATURE[1], SIGNATURE[2]));
            } else if (leaf.function() > HYPERVISOR_LEAVES && leaf.function() <= LAST_SHOWN) {
                leaves.add(leaf);
            }
        }
        return List.copyOf(leaves);
    }

    private static CpuidLeaf own(CpuidLeaf leaf, int processor, int processors) {
        return switch (leaf.function()) {
            case FEATURES -> leaf.answering(leaf.eax(),
                    leaf.ebx() & 0xFFFF | processors << 16 | processor << 24,
                    leaf.ecx() | UNDER_HYPERVISOR,
                    processors > 1 ? leaf.edx() | MULTI_THREADING : leaf.edx() & ~MULTI_THREADING);
            case TOPOLOGY, TOPOLOGY_2 -> leaf.answering(
                    leaf.eax(), leaf.ebx(), leaf.ecx(), processor);
            default -> leaf;
        };
    }
}
