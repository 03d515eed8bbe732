// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.PlatformException;

/// The requests of `ioctl` on /dev/kvm, on a machine and on a processor, by their numbers in
/// `linux/kvm.h`.
enum Kvm {
    GET_API_VERSION(0xAE00),
    CREATE_VM(0xAE01),
    CHECK_EXTENSION(0xAE03),
    GET_VCPU_MMAP_SIZE(0xAE04),
    GET_SUPPORTED_CPUID(0xC008_AE05L),
    CREATE_VCPU(0xAE41),
    SET_USER_MEMORY_REGION(0x4020_AE46L),
    SET_TSS_ADDR(0xAE47),
    SET_IDENTITY_MAP_ADDR(0x4008_AE48L),
    CREATE_IRQCHIP(0xAE60),
    IRQ_LINE(0x4008_AE61L),
    SET_GSI_ROUTING(0x4008_AE6AL),
    CREATE_PIT2(0x4040_AE77L),
    RUN(0xAE80),
    SET_REGS(0x4090_AE82L),
    GET_SREGS(0x8138_AE83L),
    SET_SREGS(0x4138_AE84L),
    SET_CPUID2(0x4008_AE90L),
    ENABLE_CAP(0x4068_AEA3L),
    HYPERV_EVENTFD(0x4018_AEBDL),
    GET_SUPPORTED_HV_CPUID(0xC008_AEC1L);

    private final long number;

    Kvm(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /// {@return the result, or the negative error number}
    long attempt(int file, long argument) {
        return Libc.call(SystemCall.IOCTL, file, number, argument);
    }

    long must(int file, long argument) {
        long result = attempt(file, argument);
        if (result < 0) {
            throw new PlatformException(this + " failed: " + Errno.describe(-result));
        }
        return result;
    }

    long must(int file, MemorySegment argument) {
        return must(file, argument.address());
    }

    /// Makes a request with a structure of 32-bit words.
    long must(int file, int... words) {
        try (var arena = Arena.ofConfined()) {
            return must(file, arena.allocateFrom(JAVA_INT, words));
        }
    }

    /// {@return the name in the kernel's documentation}
    @Override
    public String toString() {
        return "KVM_" + name();
    }
}
