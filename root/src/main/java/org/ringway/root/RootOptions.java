// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.List;
import java.util.function.Consumer;
import org.ringway.platform.ListenOptions;
import org.ringway.root.policy.JoinRules;
import org.ringway.root.policy.OfferRules;
import org.ringway.root.policy.Quotas;

/// How a root partition runs.
///
/// @param listen where children knock; nowhere if empty, see [RootPartition#attach]
/// @param join who of those who knock may come in
/// @param offers who may offer what
/// @param quotas how much one partition may ask
/// @param log takes one line per event that somebody should know of, on the root's thread; it must
///     not block
public record RootOptions(List<ListenOptions> listen, JoinRules join, OfferRules offers,
        Quotas quotas, Consumer<String> log) {
    /// A root that listens nowhere, allows everything within the default quotas, and logs to the
    /// system logger `org.ringway.root`.
    public static final RootOptions DEFAULT = new RootOptions(List.of(), JoinRules.EVERYBODY,
            OfferRules.EVERYBODY, Quotas.DEFAULT, RootOptions::toSystemLogger);

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
        return new RootOptions(List.of(where), join, offers, quotas, log);
    }

    /// {@return the same with other rules for who may come in}
    ///
    /// @param rules the rules
    public RootOptions withJoin(JoinRules rules) {
        return new RootOptions(listen, rules, offers, quotas, log);
    }

    /// {@return the same with other rules for who may offer what}
    ///
    /// @param rules the rules
    public RootOptions withOffers(OfferRules rules) {
        return new RootOptions(listen, join, rules, quotas, log);
    }

    /// {@return the same with other quotas}
    ///
    /// @param limits the quotas
    public RootOptions withQuotas(Quotas limits) {
        return new RootOptions(listen, join, offers, limits, log);
    }

    /// {@return the same with another log}
    ///
    /// @param lines takes the lines
    public RootOptions withLog(Consumer<String> lines) {
        return new RootOptions(listen, join, offers, quotas, lines);
    }
}
