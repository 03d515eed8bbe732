// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// Everything the root knows, shared by its machines, and the effects they want.
final class Bus {
    final long epoch;
    final Outbox out = new Outbox();

    private final LongSupplier serials;
    private final Map<PartitionId, Partition> partitions = new LinkedHashMap<>();
    private final Map<OfferIdentity, Offer> offers = new LinkedHashMap<>();
    private final Map<Long, Channel> channels = new LinkedHashMap<>();
    private final Map<ChannelKey, Channel> byKey = new HashMap<>();
    private final Queue<Partition> unlent = new ArrayDeque<>();
    private Policy policy;
    private long channelsMade;

    Bus(long epoch, Policy policy, LongSupplier serials) {
        this.epoch = epoch;
        this.policy = policy;
        this.serials = serials;
    }

    Policy policy() {
        return policy;
    }

    void obey(Policy rules) {
        policy = rules;
    }

    Quotas quotasOf(Partition partition) {
        return policy.quotas().of(partition.peer().uid());
    }

    /// Makes the refusal of what the policy does not allow, and has people told.
    Refusal denial(Partition partition, String reason) {
        if (partition.countDenial()) {
            out.add(new Effect.Note("denied to " + partition.id() + " (pid="
                    + partition.peer().pid() + "): " + reason));
        }
        return new Refusal(Status.ACCESS_DENIED, reason);
    }

    @Nullable Partition partition(PartitionId id) {
        return partitions.get(id);
    }

    Collection<Partition> partitions() {
        return partitions.values();
    }

    /// Refuses what only who owns a name may do, if that is another partition.
    ///
    /// @param self whose name it would be
    void requireFreeName(Partition self) {
        for (Partition other : partitions()) {
            if (other != self && !self.name().equals(Name.EMPTY)
                    && other.name().equals(self.name()) && other.ownsName()) {
                throw new Refusal(Status.DEVICE_BUSY, "another partition has this name: name="
                        + self.name() + " partition=" + other.id().value());
            }
        }
    }

    void add(Partition partition) {
        partitions.put(partition.id(), partition);
    }

    void remove(Partition partition) {
        partitions.remove(partition.id());
    }

    @Nullable Offer offer(OfferIdentity identity) {
        return offers.get(identity);
    }

    /// A copy, because whoever looks at them may remove some.
    List<Offer> offers() {
        return List.copyOf(offers.values());
    }

    void add(Offer offer) {
        offers.put(offer.identity(), offer);
    }

    void remove(Offer offer) {
        offers.remove(offer.identity());
    }

    @Nullable Channel channel(long number) {
        return channels.get(number);
    }

    @Nullable Channel channel(ChannelKey key) {
        return byKey.get(key);
    }

    List<Channel> channels() {
        return new ArrayList<>(channels.values());
    }

    void add(Channel channel) {
        channels.put(channel.number(), channel);
        byKey.put(channel.key(), channel);
    }

    void remove(Channel channel) {
        byKey.remove(channel.key());
        if (channel.primary() instanceof Channel primary) {
            primary.subchannels().forget(channel);
        }
        if (channels.remove(channel.number()) != null
                && channel.lender() instanceof Partition lender && lender.takeBack()) {
            unlent.add(lender);
        }
    }

    /// {@return the next plain client of which nobody has memory any more, or null}
    @Nullable Partition nextUnlent() {
        return unlent.poll();
    }

    long nextChannelNumber() {
        return ++channelsMade;
    }

    /// A name that only the two sides of the channel get to know: after the death of this root,
    /// who says it is believed to be one of them.
    ChannelKey newKey() {
        ChannelKey key;
        do {
            key = new ChannelKey(epoch, serials.getAsLong());
        } while (key.serial() == 0 || byKey.containsKey(key));
        return key;
    }
}
