// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.ringway.cli.ServiceKind;
import org.ringway.root.policy.JoinRule;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.PortRule;
import org.ringway.root.policy.QuotaRules;
import org.ringway.wire.Name;
import org.ringway.wire.PortId;

/// Makes a policy of the tables of a file.
final class PolicyReader {
    private static final long MAX_PORT = 0xFFFF_FFFFL;

    private PolicyReader() {}

    static Policy policy(Section file, UnaryOperator<QuotaRules> options) {
        file.allowing("join", "offers", "ports", "quotas");
        Policy policy = Policy.DEFAULT;
        if (file.section("join") instanceof Section join) {
            policy = policy.withJoin(
                    new JoinRule(join.spot().label(), PeopleReader.people(join)));
        }
        if (file.has("offers")) {
            policy = policy.withOffers(
                    file.sections("offers").stream().map(PolicyReader::offer).toList());
        }
        if (file.has("ports")) {
            policy = policy.withPorts(
                    file.sections("ports").stream().map(PolicyReader::port).toList());
        }
        return policy.withQuotas(file.section("quotas") instanceof Section quotas
                ? QuotaReader.quotas(quotas, options) : options.apply(QuotaRules.DEFAULT));
    }

    private static OfferRule offer(Section rule) {
        rule.allowing("provider", "interfaces", "names", "see", "open", "trusted");
        Consumers consumers = new Consumers(
                people(rule, "see", People.EVERYBODY), people(rule, "open", People.EVERYBODY),
                people(rule, "trusted", People.NOBODY));
        return new OfferRule(rule.spot().label(), people(rule, "provider", People.EVERYBODY),
                texts(rule, "interfaces", ServiceKind::interfaceId),
                texts(rule, "names", Name::of), consumers);
    }

    private static PortRule port(Section rule) {
        rule.allowing("owner", "numbers", "post");
        Set<PortId> numbers = Set.copyOf(rule.elements("numbers", "an array of numbers",
                (at, value) -> {
                    if (value instanceof Long number && number >= 0 && number <= MAX_PORT) {
                        return new PortId(number.intValue());
                    }
                    throw at.fault("a whole number from 0 to " + MAX_PORT, value);
                }));
        checkNamesSomething(rule, "numbers", numbers);
        return new PortRule(rule.spot().label(), people(rule, "owner", People.EVERYBODY), numbers,
                people(rule, "post", People.EVERYBODY));
    }

    private static People people(Section rule, String key, People usual) {
        return rule.section(key) instanceof Section people ? PeopleReader.people(people) : usual;
    }

    /// An array that is there names something, because a rule without it is about everything.
    private static <T> Set<T> texts(Section rule, String key, Function<String, T> read) {
        Set<T> texts = Set.copyOf(rule.elements(key, "an array of texts", (at, value) -> {
            if (value instanceof String text && !text.isEmpty()) {
                return text(at, text, read);
            }
            throw at.fault("a text that is not empty", value);
        }));
        checkNamesSomething(rule, key, texts);
        return texts;
    }

    private static void checkNamesSomething(Section rule, String key, Set<?> values) {
        if (values.isEmpty() && rule.has(key)) {
            throw rule.spot(key).fault("is empty; write one or more, or leave it out for all");
        }
    }

    private static <T> T text(Spot at, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException unfit) {
            throw at.fault(String.valueOf(unfit.getMessage()));
        }
    }
}
