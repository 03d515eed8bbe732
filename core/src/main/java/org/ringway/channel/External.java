// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpaRangeCursor;
import org.ringway.memory.TransferPages;
import org.ringway.ring.Packet;

/// What a packet points at, as it says: nothing of it is checked against what there is before it is
/// opened.
sealed interface External {
    /// Pages of the sender, by their numbers. One object serves all packets of a ring, as long as
    /// they lie there.
    final class PageRanges implements External {
        private GpaRangeCursor ranges = new GpaRangeCursor();

        PageRanges of(GpaRangeCursor named) {
            ranges = named;
            return this;
        }

        @Override
        public ExternalData open(GrantViews views) {
            try {
                ranges.rewind();
                return views.open(ranges);
            } catch (IllegalArgumentException e) {
                throw changed(e);
            }
        }

        @Override
        public External keep() {
            try {
                return new PageRanges().of(ranges.copy());
            } catch (IllegalArgumentException e) {
                throw changed(e);
            }
        }

        /// Only a trusted sender can do this: of all others there is a private copy.
        private static ProtocolException changed(IllegalArgumentException e) {
            return new ProtocolException(
                    "page ranges of a packet were changed: " + e.getMessage());
        }
    }

    /// Ranges of a set; null if there was none of that number when the packet came.
    record SetRanges(@Nullable TransferSet set, TransferPages pages) implements External {
        @Override
        public ExternalData open(GrantViews views) {
            if (set == null) {
                throw new ProtocolException("packet names an unknown transfer set: set="
                        + pages.set().value() + " ranges=" + pages.ranges().size());
            }
            return set.open(pages);
        }

        @Override
        public External keep() {
            return this;
        }
    }

    /// @return null if the packet points at nothing; good for as long as the packet, see [#keep]
    /// @throws ProtocolException if it is more than this side takes
    static @Nullable External of(Packet packet, PacketContext context) {
        return switch (packet.type()) {
            case DIRECT -> {
                GpaRangeCursor ranges =
                        context.trusting() ? packet.rangesInPlace() : packet.ranges();
                context.limits().checkExternal(ranges.byteSize(), ranges.count());
                yield context.pages().of(ranges);
            }
            case TRANSFER_PAGES -> {
                TransferPages pages = packet.transferPages();
                context.limits().checkExternal(pages.byteSize(), pages.ranges().size());
                yield new SetRanges(context.sets().find(pages.set()), pages);
            }
            case IN_BAND, COMPLETION, ADD_TRANSFER_SET, REMOVE_TRANSFER_SET -> null;
        };
    }

    /// {@return what stays when the packet has gone from the ring}
    External keep();

    /// Leases it.
    ///
    /// @throws ProtocolException if a part of it was not granted
    ExternalData open(GrantViews views);
}
