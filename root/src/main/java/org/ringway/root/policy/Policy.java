// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.PeerCredentials;

/// What a root allows to whom. Answers name the rule that they come from.
///
/// The first rule that covers an offer says who may see and open it; one that no rule covers can
/// neither be made, nor seen, nor opened. With ports and who may post there it is the same.
///
/// @param join who may come in
/// @param offers who may offer what to whom, first match first
/// @param ports who may open which ports for whom, first match first
/// @param quotas how much everybody may ask for
public record Policy(JoinRule join, List<OfferRule> offers, List<PortRule> ports,
        QuotaRules quotas) {
    /// Everybody may do everything, within the default quotas.
    public static final Policy DEFAULT = new Policy(
            JoinRule.EVERYBODY, List.of(OfferRule.EVERYTHING), List.of(PortRule.EVERYTHING),
            QuotaRules.DEFAULT);

    /// Keeps copies.
    public Policy {
        offers = List.copyOf(offers);
        ports = List.copyOf(ports);
    }

    /// {@return the same with another rule for who may come in}
    ///
    /// @param rule the rule
    public Policy withJoin(JoinRule rule) {
        return new Policy(rule, offers, ports, quotas);
    }

    /// {@return the same with other rules for offers}
    ///
    /// @param rules the rules, first match first
    public Policy withOffers(List<OfferRule> rules) {
        return new Policy(join, rules, ports, quotas);
    }

    /// {@return the same with other rules for ports}
    ///
    /// @param rules the rules, first match first
    public Policy withPorts(List<PortRule> rules) {
        return new Policy(join, offers, rules, quotas);
    }

    /// {@return the same with other quotas}
    ///
    /// @param rules the quotas
    public Policy withQuotas(QuotaRules rules) {
        return new Policy(join, offers, ports, rules);
    }

    /// {@return why somebody may not join, or null}
    ///
    /// @param peer who knocks
    public @Nullable String whyNotJoin(PeerCredentials peer) {
        return join.people().include(peer) ? null
                : join.label() + ": " + people(peer) + " may not join";
    }

    /// {@return why an offer may not be made, or null}
    ///
    /// @param offer what its provider wants to offer
    public @Nullable String whyNotOffer(OfferFacts offer) {
        return rule(offer) == null ? uncovered(offer) : null;
    }

    /// {@return whether somebody is told of an offer}
    ///
    /// @param consumer who would be told
    /// @param offer one that stands
    public boolean maySee(PeerCredentials consumer, OfferFacts offer) {
        return rule(offer) instanceof OfferRule rule && rule.consumers().see().include(consumer);
    }

    /// {@return why somebody may not open a channel on an offer, or null}
    ///
    /// @param consumer who wants to
    /// @param offer one that stands
    public @Nullable String whyNotOpen(PeerCredentials consumer, OfferFacts offer) {
        OfferRule rule = rule(offer);
        if (rule == null) {
            return uncovered(offer);
        }
        return maySee(consumer, offer) && rule.consumers().open().include(consumer) ? null
                : rule.label() + ": " + people(consumer) + " may not open " + quoted(offer);
    }

    /// {@return whether both sides of a channel are named as trusting each other}
    ///
    /// @param consumer one side
    /// @param offer of the other side
    public boolean isTrusted(PeerCredentials consumer, OfferFacts offer) {
        return rule(offer) instanceof OfferRule rule
                && rule.consumers().trusted().include(consumer)
                && rule.consumers().trusted().include(offer.provider());
    }

    /// {@return why a port may not be opened, or null}
    ///
    /// @param port what its owner wants to open
    public @Nullable String whyNotOpen(PortFacts port) {
        return rule(port) == null ? uncovered(port) : null;
    }

    /// {@return why somebody may not post to a port, or null}
    ///
    /// @param poster who wants to
    /// @param port there may be one or not
    public @Nullable String whyNotPost(PeerCredentials poster, PortFacts port) {
        PortRule rule = rule(port);
        if (rule == null) {
            return uncovered(port);
        }
        return rule.posters().include(poster) ? null : rule.label() + ": " + people(poster)
                + " may not post to " + port.port() + " of " + people(port.owner());
    }

    private @Nullable PortRule rule(PortFacts port) {
        return ports.stream().filter(rule -> rule.covers(port)).findFirst().orElse(null);
    }

    private String uncovered(PortFacts port) {
        String label = ports.stream().filter(rule -> rule.isAbout(port)).findFirst()
                .map(PortRule::label).orElse("no rule of " + ports.size() + " for ports fits");
        return label + ": " + people(port.owner()) + " may not open " + port.port();
    }

    private @Nullable OfferRule rule(OfferFacts offer) {
        return offers.stream().filter(rule -> rule.covers(offer)).findFirst().orElse(null);
    }

    /// A rule for such offers that leaves this provider out is the one to look at.
    private String uncovered(OfferFacts offer) {
        String label = offers.stream().filter(rule -> rule.isAbout(offer)).findFirst()
                .map(OfferRule::label).orElse("no rule of " + offers.size() + " for offers fits");
        return label + ": " + people(offer.provider()) + " may not offer " + quoted(offer);
    }

    private static String people(PeerCredentials peer) {
        return "uid " + Integer.toUnsignedString(peer.uid())
                + " gid " + Integer.toUnsignedString(peer.gid());
    }

    private static String quoted(OfferFacts offer) {
        return '"' + offer.name().value() + "\" interfaceId=" + offer.interfaceId();
    }
}
