// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

/// Which input of a machine goes where: `struct kvm_irq_routing`, that replaces the whole table.
final class KvmRoutes {
    /// Inputs from here on are the VMBus interrupt of processor 0, 1, and so on.
    static final int FIRST_SINT_LINE = 64;

    private static final int PIC_LINES = 16;
    private static final int PIC_PINS = 8;
    private static final int LINES = 24;
    private static final int IO_APIC = 2;
    private static final int CHIP = 1;
    private static final int SINT = 4;
    private static final int VMBUS_SINT = 2;
    private static final int HEAD_WORDS = 2;
    private static final int ENTRY_WORDS = 12;

    private final int[] words;
    private int entries;

    private KvmRoutes(int count) {
        words = new int[HEAD_WORDS + count * ENTRY_WORDS];
        words[0] = count;
    }

    static void set(int machine, int processors) {
        KvmRoutes routes = new KvmRoutes(PIC_LINES + LINES + processors);
        for (int line = 0; line < PIC_LINES; line++) {
            routes.add(line, CHIP, line / PIC_PINS, line % PIC_PINS);
        }
        for (int line = 0; line < LINES; line++) {
            routes.add(line, CHIP, IO_APIC, line);
        }
        for (int processor = 0; processor < processors; processor++) {
            routes.add(FIRST_SINT_LINE + processor, SINT, processor, VMBUS_SINT);
        }
        Kvm.SET_GSI_ROUTING.must(machine, routes.words);
    }

    /// Adds `struct kvm_irq_routing_entry`.
    private void add(int line, int kind, int where, int pin) {
        int at = HEAD_WORDS + entries++ * ENTRY_WORDS;
        words[at] = line;
        words[at + 1] = kind;
        words[at + 4] = where;
        words[at + 5] = pin;
    }
}
