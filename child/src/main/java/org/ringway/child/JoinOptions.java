// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.ringway.PlatformException;
import org.ringway.platform.Platform;
import org.ringway.wire.Name;

/// Where and as whom to join.
///
/// @param platform what the partition runs on
/// @param socket where the root listens
/// @param name what the partition calls itself
/// @param timeout what calls allow themselves that ask the root and are given no time
public record JoinOptions(Platform platform, Path socket, Name name, Duration timeout) {
    /// What a call allows itself unless it is told otherwise.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /// Checks the time.
    public JoinOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
    }

    /// Joins on the platform that is found as a service.
    ///
    /// @param socket where the root listens
    /// @param name what the partition calls itself
    /// @return the options
    /// @throws PlatformException if there is no such platform
    public static JoinOptions of(Path socket, String name) {
        Platform platform = ServiceLoader.load(Platform.class).findFirst()
                .orElseThrow(() -> new PlatformException("no platform found: add the artifact"
                        + " org.ringway:ringway to class path or module path"));
        return of(platform, socket, name);
    }

    /// Joins on a given platform, such as `org.ringway.local`.
    ///
    /// @param platform what the partition runs on
    /// @param socket where the root listens
    /// @param name what the partition calls itself
    /// @return the options
    public static JoinOptions of(Platform platform, Path socket, String name) {
        return new JoinOptions(platform, socket, new Name(name), DEFAULT_TIMEOUT);
    }

    /// {@return these options with another timeout}
    ///
    /// @param atMost more than zero
    public JoinOptions withTimeout(Duration atMost) {
        return new JoinOptions(platform, socket, name, atMost);
    }
}
