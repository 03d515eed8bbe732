// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Platform;
import org.ringway.sockets.HvChannel;

/// Moves what Netty has to write into a ring.
///
/// - **Thread:** that of the event loop.
final class OutboundBytes {
    private static final int MOST_BUFFERS = 1024;

    private OutboundBytes() {}

    /// Writes some of it; there is something.
    ///
    /// @return whether it is worth to go on: there was room for all that was tried
    static boolean write(ChannelOutboundBuffer from, HvChannel to, StreamOptions options)
            throws IOException {
        return from.current() instanceof FileRegion region
                ? write(region, from, to) : writeBuffers(from, to, options);
    }

    private static boolean writeBuffers(ChannelOutboundBuffer from, HvChannel to,
            StreamOptions options) throws IOException {
        ByteBuffer[] buffers = from.nioBuffers(
                MOST_BUFFERS, (long) options.outgoingPages() * Platform.PAGE_BYTES);
        int count = from.nioBufferCount();
        long bytes = from.nioBufferSize();
        if (count == 0) {
            return removeEmpty(from);
        }
        long written = to.write(buffers, 0, count);
        from.removeBytes(written);
        return written == bytes;
    }

    private static boolean removeEmpty(ChannelOutboundBuffer from) {
        if (!(from.current() instanceof ByteBuf)) {
            throw new IllegalStateException("neither bytes nor a file: message=" + from.current());
        }
        return from.remove();
    }

    private static boolean write(FileRegion region, ChannelOutboundBuffer from, HvChannel to)
            throws IOException {
        long left = region.count() - region.transferred();
        long written = left == 0 ? 0 : region.transferTo(to, region.transferred());
        if (written > 0) {
            from.progress(written);
        }
        if (region.transferred() >= region.count()) {
            return from.remove();
        }
        if (written < 0) {
            throw new EOFException("file is shorter than said: count=" + region.count()
                    + " transferred=" + region.transferred());
        }
        return written > 0;
    }
}
