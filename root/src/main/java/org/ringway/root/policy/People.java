// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.Set;
import org.ringway.platform.PeerCredentials;

/// Some of the users of a host.
public sealed interface People {
    /// All of them.
    People EVERYBODY = new Everybody();
    /// None of them.
    People NOBODY = new These(Set.of(), Set.of());

    /// Everybody who can reach the root.
    record Everybody() implements People {}

    /// These users, and those whose primary group is one of these.
    ///
    /// @param uids user ids
    /// @param gids group ids
    record These(Set<Integer> uids, Set<Integer> gids) implements People {
        /// Keeps copies.
        public These {
            uids = Set.copyOf(uids);
            gids = Set.copyOf(gids);
        }
    }

    /// {@return whether this one is among them}
    ///
    /// @param peer as the kernel vouches for it
    default boolean include(PeerCredentials peer) {
        return switch (this) {
            case Everybody() -> true;
            case These(var uids, var gids) ->
                    uids.contains(peer.uid()) || gids.contains(peer.gid());
        };
    }
}
