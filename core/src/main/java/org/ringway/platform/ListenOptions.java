// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.nio.file.Path;
import java.util.OptionalInt;

/// Where and for whom a root listens.
///
/// @param socket the address; its directory exists
/// @param mode permission bits of the socket, such as `0660`
/// @param gid group that owns the socket, or empty for the process's own
public record ListenOptions(Path socket, int mode, OptionalInt gid) {
    /// Checks the mode.
    public ListenOptions {
        if ((mode & ~0777) != 0) {
            throw new IllegalArgumentException(
                    "mode must be in 0..0777: mode=0" + Integer.toOctalString(mode));
        }
    }
}
