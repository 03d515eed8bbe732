// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

import java.util.List;
import org.ringway.platform.Diagnosis;

/// Makes virtual machines on this host. Found as a service.
///
/// - **Thread:** any.
public interface Hypervisor {
    /// {@return what this host can and cannot do for a virtual machine, and the exact fix}
    List<Diagnosis> diagnose();

    /// Makes a machine with zeroed memory, interrupt controllers and a timer, and no device.
    ///
    /// @param size how large
    /// @return the machine
    /// @throws org.ringway.PlatformException if this host cannot, saying why
    VirtualMachine create(MachineSize size);
}
