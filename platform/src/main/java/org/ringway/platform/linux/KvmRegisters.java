// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.BootRegisters.Mode;

/// `struct kvm_regs` and `struct kvm_sregs`, as far as a kernel's first instruction needs them.
final class KvmRegisters {
    private static final int REGS_BYTES = 144;
    private static final int RBX = 8;
    private static final int RSI = 32;
    private static final int RIP = 128;
    private static final int RFLAGS = 136;
    private static final int ALWAYS_ONE = 2;

    private static final int SREGS_BYTES = 312;
    private static final int SEGMENT_BYTES = 24;
    private static final int DATA_SEGMENTS = 5;
    private static final int TASK = 6;
    private static final int SEGMENT_TABLE = 192;
    private static final int CR0 = 224;
    private static final int CR3 = 240;
    private static final int CR4 = 248;
    private static final int EFER = 264;

    private static final int CODE_TYPE = 11;
    private static final int DATA_TYPE = 3;
    private static final int TASK_TYPE = 11;
    private static final int TASK_LIMIT = 0x67;
    private static final int CODE_SELECTOR = 0x10;
    private static final int DATA_SELECTOR = 0x18;
    private static final int TASK_SELECTOR = 0x20;
    private static final long PROTECTED = 0x1;
    private static final long PAGING = 0x8000_0000L;
    private static final long EXTENSION_TYPE = 0x10;
    private static final long PHYSICAL_EXTENSION = 0x20;
    private static final long LONG_MODE_ACTIVE = 0x500;
    private static final int SEGMENT_TABLE_LIMIT = 0x1F;

    private KvmRegisters() {}

    static void set(int processor, BootRegisters boot) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment special = arena.allocate(SREGS_BYTES, Long.BYTES);
            Kvm.GET_SREGS.must(processor, special);
            describe(special, boot);
            Kvm.SET_SREGS.must(processor, special);
            MemorySegment general = arena.allocate(REGS_BYTES, Long.BYTES);
            general.set(JAVA_LONG, boot.mode() == Mode.LONG ? RSI : RBX, boot.argument());
            general.set(JAVA_LONG, RIP, boot.entry());
            general.set(JAVA_LONG, RFLAGS, ALWAYS_ONE);
            Kvm.SET_REGS.must(processor, general);
        }
    }

    private static void describe(MemorySegment special, BootRegisters boot) {
        boolean isLong = boot.mode() == Mode.LONG;
        segment(special, 0, CODE_SELECTOR, CODE_TYPE, isLong);
        for (int data = 1; data <= DATA_SEGMENTS; data++) {
            segment(special, data, DATA_SELECTOR, DATA_TYPE, false);
        }
        segment(special, TASK, TASK_SELECTOR, TASK_TYPE, false);
        if (isLong) {
            special.set(JAVA_LONG, SEGMENT_TABLE, boot.tables() - 4096);
            special.set(JAVA_SHORT, SEGMENT_TABLE + 8, (short) SEGMENT_TABLE_LIMIT);
            special.set(JAVA_LONG, CR3, boot.tables());
            special.set(JAVA_LONG, CR4, PHYSICAL_EXTENSION);
            special.set(JAVA_LONG, EFER, LONG_MODE_ACTIVE);
        }
        special.set(JAVA_LONG, CR0, PROTECTED | EXTENSION_TYPE | (isLong ? PAGING : 0));
    }

    /// Fills `struct kvm_segment`: the whole address space, but for the task state.
    private static void segment(
            MemorySegment special, int number, int selector, int type, boolean isLong) {
        MemorySegment at = special.asSlice((long) number * SEGMENT_BYTES, SEGMENT_BYTES);
        boolean isTask = number == TASK;
        at.fill((byte) 0);
        at.set(JAVA_INT, 8, isTask ? TASK_LIMIT : -1);
        at.set(JAVA_SHORT, 12, (short) selector);
        at.set(JAVA_BYTE, 14, (byte) type);
        at.set(JAVA_BYTE, 15, (byte) 1);
        at.set(JAVA_BYTE, 17, (byte) (isLong || isTask ? 0 : 1));
        at.set(JAVA_BYTE, 18, (byte) (isTask ? 0 : 1));
        at.set(JAVA_BYTE, 19, (byte) (isLong ? 1 : 0));
        at.set(JAVA_BYTE, 20, (byte) (isTask ? 0 : 1));
    }
}
