// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.Set;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;

/// Which offers may be made, and who may do what with them.
///
/// @param label names the rule in denials
/// @param providers whose offers it covers
/// @param interfaceIds the kinds of service it covers, or empty for all
/// @param names the names it covers, or empty for all
/// @param consumers who may do what with what it covers
public record OfferRule(String label, People providers, Set<Guid> interfaceIds, Set<Name> names,
        Consumers consumers) {
    /// Everybody who may join may offer anything to everybody.
    public static final OfferRule EVERYTHING =
            new OfferRule("default", People.EVERYBODY, Set.of(), Set.of(), Consumers.EVERYBODY);

    /// Who may do what with an offer.
    ///
    /// @param see who is told of it
    /// @param open who of them may open channels on it
    /// @param trusted a channel between two of them is a trusted one
    public record Consumers(People see, People open, People trusted) {
        /// Everybody may see and open, and nobody is trusted.
        public static final Consumers EVERYBODY =
                new Consumers(People.EVERYBODY, People.EVERYBODY, People.NOBODY);
    }

    /// Keeps copies.
    public OfferRule {
        interfaceIds = Set.copyOf(interfaceIds);
        names = Set.copyOf(names);
    }

    boolean covers(OfferFacts offer) {
        return providers.include(offer.provider()) && isAbout(offer);
    }

    /// Whether it covers such an offer of somebody.
    boolean isAbout(OfferFacts offer) {
        return (interfaceIds.isEmpty() || interfaceIds.contains(offer.interfaceId()))
                && (names.isEmpty() || names.contains(offer.name()));
    }
}
