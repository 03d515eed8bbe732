// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToRoot;

/// Collects the entries of lists; the root answers one request after the other.
final class Lists {
    /// Far more than any root holds; the end of a list without an end.
    private static final int MAX_ENTRIES = 1 << 17;

    private static final class Pending {
        private final List<PartitionEntry> partitions = new ArrayList<>();
        private final List<OfferEntry> offers = new ArrayList<>();
        private final List<ChannelEntry> channels = new ArrayList<>();
        private final List<PortEntry> ports = new ArrayList<>();
        private @Nullable RequestId request;
        private int entries;

        private Pending(RequestId request) {
            this.request = request;
        }
    }

    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Effects effects;

    Lists(Effects effects) {
        this.effects = effects;
    }

    void request(RequestId request, int what) {
        pending.add(new Pending(request));
        effects.send(new RingwayToRoot.List(what));
    }

    void add(PartitionEntry entry) {
        Pending first = firstFor(entry);
        if (first != null) {
            first.partitions.add(entry);
        }
    }

    void add(OfferEntry entry) {
        Pending first = firstFor(entry);
        if (first != null) {
            first.offers.add(entry);
        }
    }

    void add(ChannelEntry entry) {
        Pending first = firstFor(entry);
        if (first != null) {
            first.channels.add(entry);
        }
    }

    void add(PortEntry entry) {
        Pending first = firstFor(entry);
        if (first != null) {
            first.ports.add(entry);
        }
    }

    private @Nullable Pending firstFor(Record entry) {
        Pending first = pending.peek();
        if (first == null) {
            effects.ignore("list entry that nobody asked for: " + entry);
        } else if (++first.entries > MAX_ENTRIES) {
            throw new ProtocolException("list has no end: entries=" + first.entries);
        }
        return first;
    }

    void end() {
        Pending first = pending.poll();
        if (first == null) {
            effects.ignore("end of a list that nobody asked for");
        } else if (first.request != null) {
            effects.add(new Effect.Listed(first.request,
                    new Listing(first.partitions, first.offers, first.channels, first.ports)));
        }
    }

    void giveUp(RequestId request) {
        for (Pending each : pending) {
            if (request.equals(each.request)) {
                each.request = null;
            }
        }
    }

    void linkDown(Failure failure) {
        for (Pending each : pending) {
            if (each.request != null) {
                effects.fail(each.request, failure);
            }
        }
        pending.clear();
    }
}
