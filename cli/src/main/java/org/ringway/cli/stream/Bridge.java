// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import org.ringway.sockets.HvChannel;

/// Two connected channels, joined: what comes from one goes to the other, each way until its end.
///
/// On the side of the bus bytes go from the ring to the socket and back without a copy in between.
/// What breaks on one side is a reset on the other.
///
/// - **Thread:** [#carry] uses its caller's and one more.
final class Bridge {
    private static final long CHUNK = 1 << 20;

    private final ByteChannel front;
    private final ByteChannel back;
    private final Thread.Builder threads;

    /// @param threads makes the other thread
    Bridge(ByteChannel front, ByteChannel back, Thread.Builder threads) {
        this.front = front;
        this.back = back;
        this.threads = threads;
    }

    /// Carries bytes both ways until both sides have ended, or one has broken; closes both.
    void carry() throws InterruptedException {
        Thread other = threads.name("back").start(() -> carry(back, front));
        carry(front, back);
        other.join();
        close(front);
        close(back);
    }

    private void carry(ByteChannel from, ByteChannel to) {
        try {
            while (move(from, to) >= 0) {
                continue;
            }
            shutdownOutput(to);
        } catch (IOException broken) {
            reset(front);
            reset(back);
        }
    }

    private static long move(ByteChannel from, ByteChannel to) throws IOException {
        if (to instanceof HvChannel stream) {
            return stream.transferFrom(from, CHUNK);
        }
        return ((HvChannel) from).transferTo(to, CHUNK);
    }

    private static void shutdownOutput(ByteChannel channel) throws IOException {
        if (channel instanceof HvChannel stream) {
            stream.shutdownOutput();
        } else {
            ((SocketChannel) channel).shutdownOutput();
        }
    }

    /// Ends a connection so that its other side learns that something went wrong.
    static void reset(ByteChannel channel) {
        try {
            if (channel instanceof HvChannel stream) {
                stream.abort();
            } else if (channel instanceof SocketChannel socket
                    && socket.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException closed) {
            // Then nobody has to be told.
        }
        close(channel);
    }

    private static void close(ByteChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}
