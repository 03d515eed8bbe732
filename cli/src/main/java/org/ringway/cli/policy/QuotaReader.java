// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ringway.root.policy.PortQuotas;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;

/// Reads how much who may ask for.
final class QuotaReader {
    private static final int MIB_PAGES = 256;
    private static final long MAX_MIB = Long.MAX_VALUE / MIB_PAGES;
    private static final String OF_USER = "partitions-per-user";
    private static final String[] OF_PARTITION = {"offers", "channels", "regions", "region-mib",
        "gpadls", "gpadl-runs", "partial-gpadls", "pending-messages", "ports", "untaken-messages"};

    private QuotaReader() {}

    /// @param options changes what holds for everybody
    static QuotaRules quotas(Section section, UnaryOperator<QuotaRules> options) {
        section.allowing(keys("partitions", OF_USER, "users"));
        QuotaRules usual = QuotaRules.DEFAULT;
        QuotaRules rules = options.apply(new QuotaRules(
                section.number("partitions", usual.partitions()),
                quotas(section, OF_USER, usual.usual()), Map.of()));
        return new QuotaRules(
                rules.partitions(), rules.usual(), ofUsers(section, rules.usual()));
    }

    private static String[] keys(String... more) {
        return Stream.of(more, OF_PARTITION).flatMap(Stream::of).toArray(String[]::new);
    }

    /// What is not said of a user is as for everybody.
    private static Map<Integer, Quotas> ofUsers(Section section, Quotas usual) {
        Map<Integer, Quotas> ofUsers = new HashMap<>();
        for (Section entry : section.sections("users")) {
            entry.allowing(keys("users", "partitions"));
            Quotas quotas = quotas(entry, "partitions", usual);
            Set<Integer> users = PeopleReader.users(entry);
            if (users.isEmpty()) {
                throw entry.spot().fault("for nobody; write users = [...]");
            }
            for (int uid : users) {
                if (ofUsers.put(uid, quotas) != null) {
                    throw entry.spot("users").fault("a user has quotas already: uid="
                            + Integer.toUnsignedString(uid));
                }
            }
        }
        return ofUsers;
    }

    private static Quotas quotas(Section section, String ofUser, Quotas usual) {
        return new Quotas(
                section.number(ofUser, usual.partitions()),
                section.number("offers", usual.offers()),
                section.number("channels", usual.channels()),
                section.number("regions", usual.regions()),
                regionPages(section, usual.regionPages()),
                section.number("gpadls", usual.gpadls()),
                section.number("gpadl-runs", usual.gpadlRuns()),
                section.number("partial-gpadls", usual.partialGpadls()),
                section.number("pending-messages", usual.pendingMessages()),
                new PortQuotas(section.number("ports", usual.ports().open()),
                        section.number("untaken-messages", usual.ports().untaken())));
    }

    /// What is not said stays as it is, also if it is no whole number of MiB.
    private static long regionPages(Section section, long usual) {
        long mib = section.number("region-mib", 0, MAX_MIB);
        return mib == 0 ? usual : mib * MIB_PAGES;
    }
}
