// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.Map;

/// How much who may ask of the root.
///
/// @param partitions links at a time, of all users together
/// @param usual for users that have no quotas of their own
/// @param ofUsers by user id
public record QuotaRules(int partitions, Quotas usual, Map<Integer, Quotas> ofUsers) {
    /// 256 partitions, each with the usual quotas.
    public static final QuotaRules DEFAULT = new QuotaRules(256, Quotas.DEFAULT, Map.of());

    /// Keeps a copy.
    public QuotaRules {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "quota must be positive: partitions=" + partitions);
        }
        ofUsers = Map.copyOf(ofUsers);
    }

    /// {@return the quotas of each partition of a user}
    ///
    /// @param uid user id
    public Quotas of(int uid) {
        return ofUsers.getOrDefault(uid, usual);
    }
}
