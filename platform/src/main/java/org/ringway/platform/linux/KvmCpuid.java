// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ringway.hypervisor.CpuidLeaf;

/// `struct kvm_cpuid2`: a count, padding, and entries of ten words of which seven mean something.
final class KvmCpuid {
    private static final int MOST_ENTRIES = 256;
    private static final int HEAD_WORDS = 2;
    private static final int ENTRY_WORDS = 10;

    private KvmCpuid() {}

    static List<CpuidLeaf> ask(Kvm question, int file) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment answer = allocate(arena, MOST_ENTRIES);
            question.must(file, answer);
            List<CpuidLeaf> leaves = new ArrayList<>();
            for (int i = 0; i < answer.getAtIndex(JAVA_INT, 0); i++) {
                leaves.add(leaf(answer, HEAD_WORDS + i * ENTRY_WORDS));
            }
            return List.copyOf(leaves);
        }
    }

    private static MemorySegment allocate(Arena arena, int entries) {
        MemorySegment all = arena.allocate(JAVA_INT, HEAD_WORDS + (long) entries * ENTRY_WORDS);
        all.setAtIndex(JAVA_INT, 0, entries);
        return all;
    }

    private static CpuidLeaf leaf(MemorySegment all, int at) {
        int[] words = all.asSlice(at * 4L, ENTRY_WORDS * 4L).toArray(JAVA_INT);
        return new CpuidLeaf(
                words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
    }

    static void set(int processor, List<CpuidLeaf> leaves) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment all = allocate(arena, leaves.size());
            int at = HEAD_WORDS;
            for (CpuidLeaf leaf : leaves) {
                int[] words = {leaf.function(), leaf.index(), leaf.flags(), leaf.eax(),
                    leaf.ebx(), leaf.ecx(), leaf.edx()};
                MemorySegment.copy(words, 0, all, JAVA_INT, at * 4L, words.length);
                at += ENTRY_WORDS;
            }
            Kvm.SET_CPUID2.must(processor, all);
        }
    }
}
