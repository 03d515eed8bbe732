// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.List;
import java.util.function.Consumer;
import org.ringway.platform.ListenOptions;
import org.ringway.root.policy.Policy;

/// How a root partition runs.
///
/// @param listen where children knock; nowhere if empty, see [RootPartition#attach]
/// @param policy what it allows to whom
/// @param log takes one line per event that somebody should know of, on the root's thread; it must
///     not block
public record RootOptions(List<ListenOptions> listen, Policy policy, Consumer<String> log) {
    /// A root that listens nowhere, allows everything within the default quotas, and logs to the
    /// system logger `org.ringway.root`.
    public static final RootOptions DEFAULT =
            new RootOptions(List.of(), Policy.DEFAULT, RootOptions::toSystemLogger);

    /// Keeps a copy.
    public RootOptions {
        listen = List.copyOf(listen);
    }

    private static void toSystemLogger(String line) {
        System.getLogger("org.ringway.root").log(System.Logger.Level.INFO, line);
    }

    /// {@return the same, listening here and nowhere else}
    ///
    /// @param where address, mode and group
    public RootOptions listeningAt(ListenOptions where) {
        return new RootOptions(List.of(where), policy, log);
    }

    /// {@return the same with another policy}
    ///
    /// @param rules the policy
    public RootOptions withPolicy(Policy rules) {
        return new RootOptions(listen, rules, log);
    }

    /// {@return the same with another log}
    ///
    /// @param lines takes the lines
    public RootOptions withLog(Consumer<String> lines) {
        return new RootOptions(listen, policy, lines);
    }
}
