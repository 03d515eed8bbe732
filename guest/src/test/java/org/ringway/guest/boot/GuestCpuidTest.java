// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringway.hypervisor.CpuidLeaf;

final class GuestCpuidTest {
    private static CpuidLeaf leaf(int function) {
        return new CpuidLeaf(function, 0, 0, 0x11, 0x1234_5678, 0x33, 0x44);
    }

    private static CpuidLeaf of(List<CpuidLeaf> leaves, int function) {
        return leaves.stream().filter(leaf -> leaf.function() == function).findFirst()
                .orElseThrow();
    }

    private final List<CpuidLeaf> host = List.of(leaf(0), leaf(1), leaf(0xB), leaf(0x1F),
            leaf(0x4000_0000), leaf(0x4000_0001), leaf(0x8000_0000));
    private final List<CpuidLeaf> hyperV = List.of(leaf(0x4000_0000), leaf(0x4000_0001),
            leaf(0x4000_0003), leaf(0x4000_0005), leaf(0x4000_000A), leaf(0x4000_0080));

    @Test
    void theGuestSeesHyperVAndNoOtherHypervisor() {
        List<CpuidLeaf> leaves = GuestCpuid.of(host, hyperV, 0, 1);

        CpuidLeaf first = of(leaves, 0x4000_0000);
        assertEquals(new CpuidLeaf(0x4000_0000, 0, 0, 0x4000_0006,
                0x7263_694D, 0x666F_736F, 0x7648_2074), first, "Microsoft Hv");
        assertEquals(List.of(0x4000_0000, 0x4000_0001, 0x4000_0003, 0x4000_0005), leaves.stream()
                .map(CpuidLeaf::function).filter(each -> each >>> 28 == 4).toList());
    }

    @Test
    void everyProcessorHasItsNumberAndKnowsThatItIsAGuest() {
        List<CpuidLeaf> leaves = GuestCpuid.of(host, hyperV, 1, 2);

        assertEquals(0x0102_5678, of(leaves, 1).ebx());
        assertTrue(of(leaves, 1).ecx() < 0, "under a hypervisor");
        assertEquals(1 << 28, of(leaves, 1).edx() & 1 << 28, "more than one processor");
        assertEquals(1, of(leaves, 0xB).edx());
        assertEquals(1, of(leaves, 0x1F).edx());
        assertEquals(0, of(GuestCpuid.of(host, hyperV, 0, 1), 1).edx() & 1 << 28);
        assertEquals(leaf(0x8000_0000), of(leaves, 0x8000_0000), "all else is the host's");
    }
}
