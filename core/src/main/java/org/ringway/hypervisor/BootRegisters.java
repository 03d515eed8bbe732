// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

/// How a kernel is entered: flat segments, no interrupts.
///
/// @param mode in which mode
/// @param entry where, guest-physical
/// @param argument address of what the loader tells the kernel: in RBX for [Mode#PROTECTED], in RSI
///     for [Mode#LONG]
/// @param tables for [Mode#LONG]: address of the first page table; the page before it begins with a
///     segment table that has code at 0x10 and data at 0x18
public record BootRegisters(Mode mode, long entry, long argument, long tables) {
    /// Modes of a processor.
    public enum Mode {
        /// 32 bits, paging off: the PVH entry.
        PROTECTED,
        /// 64 bits, everything below 4 GiB mapped to itself: Linux's 64-bit boot protocol.
        LONG
    }
}
