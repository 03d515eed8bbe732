// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.TransferPages;
import org.ringway.ring.Packet;

/// What a packet points at, as it says: nothing of it is checked against what there is before it is
/// opened.
sealed interface External {
    /// Pages of the sender, by their numbers.
    record PageRanges(List<GpaRange> ranges) implements External {
        @Override
        public ExternalData open(GrantViews views) {
            return views.open(ranges);
        }

        private long byteSize() {
            long bytes = 0;
            for (GpaRange range : ranges) {
                bytes += range.byteCount();
            }
            return bytes;
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
    }

    /// @return null if the packet points at nothing
    /// @throws ProtocolException if it is more than this side takes
    static @Nullable External of(Packet packet, PacketContext context) {
        return switch (packet.type()) {
            case DIRECT -> {
                PageRanges ranges = new PageRanges(
                        context.trusting() ? packet.rangesInPlace() : packet.ranges());
                context.limits().checkExternal(ranges.byteSize(), ranges.ranges.size());
                yield ranges;
            }
            case TRANSFER_PAGES -> {
                TransferPages pages = packet.transferPages();
                context.limits().checkExternal(pages.byteSize(), pages.ranges().size());
                yield new SetRanges(context.sets().find(pages.set()), pages);
            }
            case IN_BAND, COMPLETION, ADD_TRANSFER_SET, REMOVE_TRANSFER_SET -> null;
        };
    }

    /// Leases it.
    ///
    /// @throws ProtocolException if a part of it was not granted
    ExternalData open(GrantViews views);
}
