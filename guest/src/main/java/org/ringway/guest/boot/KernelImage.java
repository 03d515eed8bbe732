// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import org.ringway.PlatformException;
import org.ringway.hypervisor.BootRegisters;

/// A kernel that can be put into a machine.
public sealed interface KernelImage permits PvhKernel, LinuxKernel {
    /// What a kernel is given beside memory.
    ///
    /// @param commandLine its options
    /// @param initrd the first file system, empty if there is none
    /// @param processors of the machine
    record Load(String commandLine, byte[] initrd, int processors) {}

    /// Finds out what a file is.
    ///
    /// @param file all its bytes
    /// @return the kernel
    /// @throws PlatformException if it is none, or has no entry that is known here
    static KernelImage of(byte[] file) {
        if (ElfFile.isElf(file)) {
            return new PvhKernel(new ElfFile(file));
        }
        if (LinuxKernel.isLinux(file)) {
            return new LinuxKernel(file);
        }
        throw new PlatformException("this is no kernel, give a bzImage (/boot/vmlinuz-…) or a"
                + " vmlinux with a PVH entry: bytes=" + file.length);
    }

    /// Puts the kernel and what it is given into memory.
    ///
    /// @param pages the guest's memory, zeroed
    /// @param load what to give it
    /// @return how to enter it
    /// @throws PlatformException if memory is too small
    BootRegisters place(GuestPages pages, Load load);
}
