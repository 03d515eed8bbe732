// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.lang.module.ModuleDescriptor;

/// The version the build wrote into this module; there is no second place to keep it.
final class BuildVersion {
    private BuildVersion() {}

    /// {@return such as `0.1.0`, or `unknown` when the classes do not run as a module}
    static String text() {
        ModuleDescriptor descriptor = BuildVersion.class.getModule().getDescriptor();
        return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
    }
}
