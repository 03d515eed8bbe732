// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.ringway.platform.PeerCredentials;
import org.ringway.wire.Guid;

/// Who may offer what: a list of what is allowed. An offer that no entry covers is refused.
///
/// @param allowed in any order
public record OfferRules(List<Allowance> allowed) {
    /// Everybody who may join may offer anything.
    public static final OfferRules EVERYBODY = new OfferRules(List.of(
            new Allowance(OptionalInt.empty(), OptionalInt.empty(), Set.of())));

    /// Keeps a copy.
    public OfferRules {
        allowed = List.copyOf(allowed);
    }

    /// One entry.
    ///
    /// @param uid the only user it is for, or empty for all
    /// @param gid the only primary group it is for, or empty for all
    /// @param interfaceIds the kinds of service it covers, or empty for all
    public record Allowance(OptionalInt uid, OptionalInt gid, Set<Guid> interfaceIds) {
        /// Keeps a copy.
        public Allowance {
            interfaceIds = Set.copyOf(interfaceIds);
        }

        private boolean covers(PeerCredentials provider, Guid interfaceId) {
            return uid.orElse(provider.uid()) == provider.uid()
                    && gid.orElse(provider.gid()) == provider.gid()
                    && (interfaceIds.isEmpty() || interfaceIds.contains(interfaceId));
        }
    }

    /// {@return whether an entry covers the offer}
    ///
    /// @param provider who wants to offer
    /// @param interfaceId which kind of service
    public boolean allows(PeerCredentials provider, Guid interfaceId) {
        return allowed.stream().anyMatch(allowance -> allowance.covers(provider, interfaceId));
    }
}
