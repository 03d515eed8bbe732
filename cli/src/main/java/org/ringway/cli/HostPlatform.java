// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.ringway.platform.Platform;

/// The platform of this host.
public final class HostPlatform {
    private HostPlatform() {}

    /// Finds it among the installed modules.
    ///
    /// @return the first that starts
    /// @throws CommandFailure if there is none, or the one there is cannot work here
    public static Platform find() {
        try {
            return ServiceLoader.load(Platform.class).findFirst().orElseThrow(() ->
                    new CommandFailure("no platform for this system: os="
                            + System.getProperty("os.name") + " arch="
                            + System.getProperty("os.arch"),
                            "run Ringway on Linux, on x86-64 or aarch64"));
        } catch (ServiceConfigurationError broken) {
            throw new CommandFailure("the platform does not start: " + reason(broken),
                    "start Ringway with its launcher, which enables native access", broken);
        }
    }

    private static String reason(Throwable broken) {
        Throwable deepest = broken;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
