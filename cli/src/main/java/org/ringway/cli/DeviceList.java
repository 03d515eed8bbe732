// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.ringway.child.BusListing;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;

/// The offers of a bus and the channels on them, in the shape of Linux's `lsvmbus`.
///
/// An entry's number is the provider's, a point, and the provider's number of the offer. `Rel_ID`
/// is the consumer's id of a channel, as in a guest; the provider has one of its own. `target_cpu`
/// is which of the consumer's processors is interrupted; a sub-channel comes behind its channel.
final class DeviceList {
    private static final int PAGE_KIB = 4;
    private static final int KIB = 1024;

    private final BusListing listing;
    private final BusNames names;

    DeviceList(BusListing listing) {
        this.listing = listing;
        this.names = new BusNames(listing);
    }

    /// @param everything whether also who is there, and what each channel holds
    void print(PrintWriter out, boolean everything) {
        for (OfferEntry offer : listing.offers()) {
            out.printf("VMBUS ID %2s: Class_ID = {%s} - %s%n", id(offer), offer.interfaceId(),
                    offer.name());
            out.printf("\tDevice_ID = {%s}%n", offer.instanceId());
            if (everything) {
                out.printf("\tProvider: %s, flags=0x%x%n",
                        names.person(offer.provider()), offer.flags());
            }
            channels(offer).forEach(channel -> print(channel, out, everything));
            out.println();
        }
    }

    private static String id(OfferEntry offer) {
        return BusNames.number(offer.provider()) + "." + BusNames.number(offer.offerId());
    }

    private List<ChannelEntry> channels(OfferEntry offer) {
        return listing.channels().stream()
                .filter(channel -> channel.provider().equals(offer.provider())
                        && channel.offerId().equals(offer.offerId()))
                .sorted(Comparator.comparing((ChannelEntry each) ->
                                Integer.toUnsignedLong(each.consumer().value()))
                        .thenComparingInt(ChannelEntry::subchannelIndex))
                .toList();
    }

    private void print(ChannelEntry channel, PrintWriter out, boolean everything) {
        out.printf("\tRel_ID=%d, target_cpu=%s, subchannel=%d, provider_Rel_ID=%d, channel=%s,"
                        + " state=%s%n",
                channel.consumerRelId().value(), BusNames.target(channel),
                channel.subchannelIndex(), channel.providerRelId().value(),
                BusNames.channel(channel), channel.state().name().toLowerCase(Locale.ROOT));
        if (everything) {
            out.printf("\t\tConsumer: %s%n", names.person(channel.consumer()));
            out.printf("\t\tRings: %d KiB, GPADLs: %d, shared: %d KiB%n",
                    channel.usage().ringPages() * PAGE_KIB, channel.usage().gpadls(),
                    channel.usage().sharedBytes() / KIB);
        }
    }
}
