// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import org.ringway.channel.WaitStrategy;
import org.ringway.platform.Platform;

/// How a stream is made and how it waits.
///
/// @param outgoingPages pages of the ring to the other side, control page included, at least 2
/// @param incomingPages pages of the ring from the other side, control page included, at least 2;
///     who is connected to takes the connecting side's sizes
/// @param waiting how this side waits
public record StreamOptions(int outgoingPages, int incomingPages, WaitStrategy waiting) {
    /// 256 KiB each way, spin then block.
    public static final StreamOptions DEFAULT =
            new StreamOptions(65, 65, WaitStrategy.SPIN_THEN_BLOCK);

    /// Checks the numbers.
    public StreamOptions {
        checkPages("outgoingPages", outgoingPages);
        checkPages("incomingPages", incomingPages);
        if (outgoingPages + incomingPages > Platform.MAX_REGION_PAGES) {
            throw new IllegalArgumentException("rings are too large: outgoingPages=" + outgoingPages
                    + " incomingPages=" + incomingPages
                    + " max together=" + Platform.MAX_REGION_PAGES);
        }
    }

    private static void checkPages(String name, int pages) {
        if (pages < 2 || pages > Platform.MAX_REGION_PAGES) {
            throw new IllegalArgumentException("a ring needs a control page and a data page: "
                    + name + "=" + pages + " range=2.." + Platform.MAX_REGION_PAGES);
        }
    }

    /// {@return these options with rings that hold at least so many bytes}
    ///
    /// @param outgoing bytes on their way to the other side
    /// @param incoming bytes on their way here
    public StreamOptions withBytes(int outgoing, int incoming) {
        return new StreamOptions(pages(outgoing), pages(incoming), waiting);
    }

    private static int pages(int bytes) {
        return 1 + Math.max(1, (int) ((bytes + (long) Platform.PAGE_BYTES - 1)
                / Platform.PAGE_BYTES));
    }

    /// {@return these options with another way to wait}
    ///
    /// @param strategy how to wait
    public StreamOptions withWaiting(WaitStrategy strategy) {
        return new StreamOptions(outgoingPages, incomingPages, strategy);
    }
}
