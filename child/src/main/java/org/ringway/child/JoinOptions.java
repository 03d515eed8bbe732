// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.ringway.PlatformException;
import org.ringway.inspect.InspectTree;
import org.ringway.platform.Platform;
import org.ringway.wire.Name;

/// Where and as whom to join.
///
/// @param platform what the partition runs on
/// @param socket where the root listens
/// @param name what the partition calls itself
/// @param timeout what calls allow themselves that ask the root and are given no time
/// @param processors how many threads wake virtual threads that wait on channels, at least 1: the
///     targets of [ChildPartition#moveInterrupt]. The first is the one that talks with the root
/// @param ownsName whether the name is to be this partition's alone: joining is refused if another
///     one has it or listens under it, and nobody else can have it or listen under it afterwards.
///     A root of version 0.1.0 refuses the second to listen only
/// @param facts what the program tells whoever inspects the partition, as the branch `program`;
///     asked on a virtual thread each time. That it has thrown, or is longer than 16 KiB, is told
///     instead
public record JoinOptions(Platform platform, Path socket, Name name, Duration timeout,
        int processors, boolean ownsName, Supplier<List<InspectTree>> facts) {
    /// What a call allows itself unless it is told otherwise.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_PROCESSORS = 1024;

    /// Checks the numbers.
    public JoinOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        if (processors < 1 || processors > MAX_PROCESSORS) {
            throw new IllegalArgumentException("processors out of range: processors=" + processors
                    + " range=1.." + MAX_PROCESSORS);
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
        return new JoinOptions(
                platform, socket, new Name(name), DEFAULT_TIMEOUT, 1, false, List::of);
    }

    /// {@return these options with another timeout}
    ///
    /// @param atMost more than zero
    public JoinOptions withTimeout(Duration atMost) {
        return new JoinOptions(platform, socket, name, atMost, processors, ownsName, facts);
    }

    /// {@return these options with more threads that wake}
    ///
    /// @param count how many, 1 to 1,024
    public JoinOptions withProcessors(int count) {
        return new JoinOptions(platform, socket, name, timeout, count, ownsName, facts);
    }

    /// {@return these options for a partition whose name nobody else may have}
    public JoinOptions withOwnName() {
        return new JoinOptions(platform, socket, name, timeout, processors, true, facts);
    }

    /// {@return these options for a partition that has something to tell whoever inspects it}
    ///
    /// @param told the facts
    public JoinOptions withFacts(Supplier<List<InspectTree>> told) {
        return new JoinOptions(platform, socket, name, timeout, processors, ownsName, told);
    }
}
