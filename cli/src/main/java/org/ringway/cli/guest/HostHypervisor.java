// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.ServiceLoader;
import org.ringway.cli.CommandFailure;
import org.ringway.hypervisor.Hypervisor;

/// The hypervisor of this host.
public final class HostHypervisor {
    private HostHypervisor() {}

    /// Finds it among the installed modules; whether it works here is another question.
    ///
    /// @return the first there is
    /// @throws CommandFailure if there is none
    public static Hypervisor find() {
        return ServiceLoader.load(Hypervisor.class).findFirst().orElseThrow(() ->
                new CommandFailure("no hypervisor for this system: os="
                        + System.getProperty("os.name"), "run guests on Linux"));
    }
}
