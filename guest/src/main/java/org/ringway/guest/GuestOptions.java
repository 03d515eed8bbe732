// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.hypervisor.MachineSize;
import org.ringway.wire.Name;

/// What a guest is and where it joins.
///
/// @param name what the partition is called
/// @param socket where the root listens
/// @param size of its machine
/// @param kernel a bzImage, or an ELF file with a PVH entry
/// @param initrd its first file system, or null
/// @param commandLine the kernel's options
/// @param reach what of the bus it reaches
public record GuestOptions(Name name, Path socket, MachineSize size, Path kernel,
        @Nullable Path initrd, String commandLine, GuestReach reach) {
    /// What a kernel needs to be told here: there is a serial port, and no PCI bus.
    public static final String USUAL_COMMAND_LINE = "console=ttyS0 quiet pci=off";
}
