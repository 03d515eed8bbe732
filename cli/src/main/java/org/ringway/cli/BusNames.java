// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;

/// What people call the partitions, offers and channels of a listing.
public final class BusNames {
    /// Offer numbers are their provider's.
    private record OfferKey(PartitionId provider, OfferId id) {}

    private final Map<PartitionId, PartitionEntry> partitions = new HashMap<>();
    private final Map<OfferKey, Name> offers = new HashMap<>();

    /// @param listing what the root said
    public BusNames(BusListing listing) {
        listing.partitions().forEach(entry ->
                partitions.put(entry.partition().partition(), entry));
        listing.offers().forEach(entry ->
                offers.put(new OfferKey(entry.provider(), entry.offerId()), entry.name()));
    }

    /// {@return the letter c and a number}
    ///
    /// @param entry the channel
    public static String channel(ChannelEntry entry) {
        return "c" + Long.toUnsignedString(entry.serial());
    }

    /// {@return which of the consumer's processors is interrupted, or `none`}
    ///
    /// @param entry the channel
    static String target(ChannelEntry entry) {
        return entry.targetVp() == OpenChannel.NO_INTERRUPT ? "none"
                : Integer.toUnsignedString(entry.targetVp());
    }

    /// {@return its number and, if it has one, its name}
    ///
    /// @param id the partition
    public String partition(PartitionId id) {
        return label(number(id), partitions.containsKey(id)
                ? partitions.get(id).partition().name() : null);
    }

    /// {@return as [#partition], and who runs it}
    ///
    /// @param id the partition
    public String person(PartitionId id) {
        PartitionEntry entry = partitions.get(id);
        return partition(id) + (entry == null ? "" : " (pid=" + entry.partition().pid() + " uid="
                + Integer.toUnsignedLong(entry.partition().uid()) + " gid="
                + Integer.toUnsignedLong(entry.partition().gid()) + ")");
    }

    /// {@return the name of the offer of a channel, empty if it is withdrawn}
    ///
    /// @param entry the channel
    public String offerName(ChannelEntry entry) {
        Name name = offers.get(new OfferKey(entry.provider(), entry.offerId()));
        return name == null ? "" : name.value();
    }

    /// {@return number and name of the offer of a channel}
    ///
    /// @param entry the channel
    public String offer(ChannelEntry entry) {
        return label(number(entry.offerId()),
                offers.get(new OfferKey(entry.provider(), entry.offerId())));
    }

    private static String label(long number, @Nullable Name name) {
        return name == null || name.value().isEmpty() ? "" + number : number + " " + name;
    }

    /// {@return it without sign}
    ///
    /// @param id the partition
    public static long number(PartitionId id) {
        return Integer.toUnsignedLong(id.value());
    }

    static long number(PortId id) {
        return Integer.toUnsignedLong(id.value());
    }

    static long number(OfferId id) {
        return Integer.toUnsignedLong(id.value());
    }
}
