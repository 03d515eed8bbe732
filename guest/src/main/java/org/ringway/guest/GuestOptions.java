// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
/// @param ports what ports of the host mean; any other one is that port of whoever listens on it
public record GuestOptions(Name name, Path socket, MachineSize size, Path kernel,
        @Nullable Path initrd, String commandLine, List<PortMapping> ports) {
    /// What a kernel needs to be told here: there is a serial port, and no PCI bus.
    public static final String USUAL_COMMAND_LINE = "console=ttyS0 quiet pci=off";

    /// Keeps a copy of the ports; none may mean two things.
    public GuestOptions {
        ports = List.copyOf(ports);
        Set<Long> taken = new HashSet<>();
        for (PortMapping each : ports) {
            if (!taken.add(each.port())) {
                throw new IllegalArgumentException(
                        "port means two things: port=" + each.port());
            }
        }
    }
}
