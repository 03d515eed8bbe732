// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.SharedBuffer;
import org.ringway.platform.Platform;

/// Messages that the receiver copies out of the sender's pages, instead of both copying through the
/// ring.
///
/// - **Thread:** one at a time, the one that may send.
final class LentMessages {
    /// What a page costs in the packet that names it.
    private static final int BYTES_PER_PAGE = Long.BYTES;

    private final BusChannel channel;
    /// A refusal costs a round trip through the root, and is not asked for again.
    private boolean refused;

    LentMessages(BusChannel channel) {
        this.channel = channel;
    }

    /// Whether to lend a message: it is long, its list of pages takes little of the ring, and the
    /// other side may see its pages.
    boolean canLend(SharedBuffer.Slice message) throws InterruptedException {
        long pages = message.byteSize() / Platform.PAGE_BYTES + 2;
        return !refused && message.byteSize() >= MessagePipe.LEND_BYTES
                && pages * BYTES_PER_PAGE <= channel.largestPayload() / 2
                && message.buffer().bindTo(channel.peer().partition()) && isGranted(message);
    }

    private boolean isGranted(SharedBuffer.Slice message) throws InterruptedException {
        try {
            channel.grant(message.buffer());
            return true;
        } catch (RootLostException e) {
            return false;
        } catch (RefusedException e) {
            refused = true;
            return false;
        }
    }

    /// Sends a message and waits until the other side has it.
    ///
    /// @param message that [#canLend] said yes to
    /// @param header of its packet
    void send(SharedBuffer.Slice message, MemorySegment header) throws InterruptedException {
        Receipt receipt = new Receipt();
        channel.start(message, header, receipt);
        Uninterrupted.run(channel, () -> await(receipt, message.byteSize()));
    }

    private void await(Receipt receipt, long bytes) throws InterruptedException {
        boolean over = channel.drain(channel.options().timeout());
        if (!over && channel.isOpen()) {
            throw new BusTimeoutException("nobody received a lent message: bytes=" + bytes);
        }
        BusException why = receipt.outcome.join();
        if (why != null) {
            throw why;
        }
    }

    private static final class Receipt implements CompletionHandler {
        private final CompletableFuture<@Nullable BusException> outcome = new CompletableFuture<>();

        @Override
        public void completed(MemorySegment answer) {
            outcome.complete(null);
        }

        @Override
        public void failed(BusException why) {
            outcome.complete(why);
        }
    }
}
