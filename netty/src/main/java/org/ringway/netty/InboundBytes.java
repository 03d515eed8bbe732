// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Moves what is in a ring into buffers and up the pipeline.
///
/// - **Thread:** that of the event loop.
final class InboundBytes {
    private final HvSocketChannel channel;
    private boolean over;
    private boolean failed;

    InboundBytes(HvSocketChannel channel) {
        this.channel = channel;
    }

    /// Reads as much as is good in one go.
    ///
    /// @return whether the stream has come to its end, good or bad
    @SuppressWarnings("deprecation")
    boolean read(RecvByteBufAllocator.Handle handle) {
        handle.reset(channel.config());
        boolean ended = false;
        @Nullable Throwable failure = null;
        try {
            int got;
            do {
                got = readOne(handle);
                ended = got < 0;
            } while (got > 0 && handle.continueReading());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
        handle.readComplete();
        channel.pipeline().fireChannelReadComplete();
        if (failure != null) {
            channel.pipeline().fireExceptionCaught(failure);
            // As on TCP: what is wrong with a buffer is not wrong with the stream.
            failed = failure instanceof IOException || failure instanceof OutOfMemoryError;
        }
        return ended || failed;
    }

    @SuppressWarnings("deprecation")
    private int readOne(RecvByteBufAllocator.Handle handle) throws IOException {
        ByteBuf buffer = handle.allocate(channel.alloc());
        int got = 0;
        try {
            handle.attemptedBytesRead(buffer.writableBytes());
            got = buffer.writeBytes(channel.connected(), buffer.writableBytes());
            handle.lastBytesRead(got);
        } finally {
            if (got <= 0) {
                buffer.release();
            }
        }
        if (got > 0) {
            handle.incMessagesRead(1);
            channel.readHappened();
            channel.pipeline().fireChannelRead(buffer);
        } else if (got < 0) {
            channel.readHappened();
        }
        return got;
    }

    /// Tells the pipeline that the other side has ended its stream.
    void announceEnd() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    /// Somebody has read on after the end; told once.
    void over() {
        if (!over) {
            over = true;
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        }
    }

    boolean isOver() {
        return over;
    }

    boolean hasFailed() {
        return failed;
    }
}
