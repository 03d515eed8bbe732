// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.Set;
import org.ringway.platform.PeerCredentials;

/// Which of those who can reach the root's socket may join: one of these users, or somebody whose
/// primary group is one of these. If both sets are empty, everybody.
///
/// @param uids user ids
/// @param gids group ids
public record JoinRules(Set<Integer> uids, Set<Integer> gids) {
    /// The permissions of the socket decide alone.
    public static final JoinRules EVERYBODY = new JoinRules(Set.of(), Set.of());

    /// Keeps copies.
    public JoinRules {
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }

    /// {@return whether this one may join}
    ///
    /// @param peer as the kernel vouches for it
    public boolean allows(PeerCredentials peer) {
        return uids.isEmpty() && gids.isEmpty()
                || uids.contains(peer.uid()) || gids.contains(peer.gid());
    }
}
