// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PortEntry;

/// What the root said there is.
///
/// @param partitions all who have joined
/// @param offers all that stand
/// @param channels all that are brokered
/// @param ports all that are open
public record Listing(List<PartitionEntry> partitions, List<OfferEntry> offers,
        List<ChannelEntry> channels, List<PortEntry> ports) {
    /// Keeps copies.
    public Listing {
        partitions = List.copyOf(partitions);
        offers = List.copyOf(offers);
        channels = List.copyOf(channels);
        ports = List.copyOf(ports);
    }
}
