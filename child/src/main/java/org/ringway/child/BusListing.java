// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PortEntry;

/// What there is on a bus, as the root says.
///
/// @param partitions all who have joined, this one included
/// @param offers all that stand, whether this partition may open them or not
/// @param channels all that the root has brokered and that are not over
/// @param ports all that are open and this partition may post to, and its own
public record BusListing(List<PartitionEntry> partitions, List<OfferEntry> offers,
        List<ChannelEntry> channels, List<PortEntry> ports) {
    /// Keeps copies.
    public BusListing {
        partitions = List.copyOf(partitions);
        offers = List.copyOf(offers);
        channels = List.copyOf(channels);
        ports = List.copyOf(ports);
    }
}
