// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.RegionFacts;
import org.ringway.root.policy.Policy;
import org.ringway.wire.PartitionId;

/// What happens to a root.
public sealed interface Event {
    /// A link was made.
    ///
    /// @param partition the number of whoever is at its other end, new
    /// @param peer as the kernel vouches for it
    /// @param space all its memory, if it is a client that cannot announce regions
    record Joined(PartitionId partition, PeerCredentials peer, @Nullable AddressSpace space)
            implements Event {}

    /// Bytes came; what they say depends on the version spoken on that link.
    ///
    /// @param from who sent them
    /// @param message a private copy
    /// @param attached what came along, the machine's from now on
    record Received(PartitionId from, byte[] message, List<HandleToken> attached)
            implements Event {}

    /// Other rules hold from now on.
    ///
    /// @param policy the rules
    record PolicyChanged(Policy policy) implements Event {}

    /// A link ended.
    ///
    /// @param partition who was at its other end
    record Left(PartitionId partition) implements Event {}

    /// [Effect.MakeDoorbell] is done.
    ///
    /// @param channel number of the channel
    /// @param first one end
    /// @param second the other
    record DoorbellMade(long channel, HandleToken first, HandleToken second) implements Event {}

    /// [Effect.MakeDoorbell] failed.
    ///
    /// @param channel number of the channel
    /// @param text why
    record DoorbellFailed(long channel, String text) implements Event {}

    /// [Effect.InspectRegion] found memory that is fit to be shared.
    ///
    /// @param owner who announced it
    /// @param firstPfn its first page number
    /// @param facts what was found
    record RegionFit(PartitionId owner, long firstPfn, RegionFacts facts) implements Event {}

    /// [Effect.InspectRegion] found something else.
    ///
    /// @param owner who announced it
    /// @param firstPfn its first page number
    /// @param text what was found
    record RegionUnfit(PartitionId owner, long firstPfn, String text) implements Event {}
}
