// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringway.cli.policy.PolicySource;
import org.ringway.root.policy.JoinRule;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// What a root allows to whom, as far as its command line says so.
final class PolicyOptions {
    @Mixin
    private PolicyFileOption file;

    @Option(names = "--allow-uid", paramLabel = "USER", split = ",",
            converter = Account.OfUser.class,
            description = "User who may join. With this or --allow-gid, nobody else may.")
    private List<Account> users = List.of();

    @Option(names = "--allow-gid", paramLabel = "GROUP", split = ",",
            converter = Account.OfGroup.class,
            description = "Group whose members may join, if it is their primary one.")
    private List<Account> groups = List.of();

    @Option(names = "--allow-offer", paramLabel = "WHO[:KIND]", converter = OfferAllowance.class,
            description = "Who may offer: a user, @group or *, and perhaps one kind of service by"
                    + " its name or UUID. Without this option everybody who may join.")
    private List<OfferRule> allowances = List.of();

    @Mixin
    private QuotaOptions quotas;

    PolicySource source() {
        return file.source();
    }

    /// {@return what a policy file says now, but for what was given on the command line}
    ///
    /// @param source where the file is
    /// @param given the command line
    /// @throws org.ringway.cli.policy.PolicyFault if the file cannot be obeyed
    /// @throws IllegalArgumentException if a quota on the command line is not positive
    Policy read(PolicySource source, ParseResult given) {
        Policy policy = source.read(quotas -> QuotaOptions.over(quotas, given));
        if (!users.isEmpty() || !groups.isEmpty()) {
            policy = policy.withJoin(new JoinRule("--allow-uid, --allow-gid",
                    new People.These(ids(users), ids(groups))));
        }
        return allowances.isEmpty() ? policy : policy.withOffers(allowances);
    }

    private static Set<Integer> ids(List<Account> accounts) {
        return accounts.stream().map(Account::id).collect(Collectors.toSet());
    }
}
