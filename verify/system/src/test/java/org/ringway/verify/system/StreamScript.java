// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ringway.sockets.HvChannel;

/// What the two sides of one connection do, known to both by its seed: how much in pieces of which
/// sizes, who ends first, who lets go in the middle, who reads slowly.
///
/// @param seed the connection's
record StreamScript(long seed) {
    private static final int MOST_BYTES = 200_000;
    private static final int LARGEST_PIECE = 20_000;
    private static final int ONE_IN_ABORTS = 10;
    private static final int ONE_IN_IS_SLOW = 10;
    private static final int ONE_IN_SAYS_NOTHING = 8;

    /// One direction.
    private record Way(long seed, int bytes, boolean aborts, boolean slow) {
        static Way of(long seed, boolean mayAbort) {
            Random random = new Random(seed);
            int bytes = random.nextInt(ONE_IN_SAYS_NOTHING) == 0 ? 0 : random.nextInt(MOST_BYTES);
            return new Way(seed, bytes, mayAbort && random.nextInt(ONE_IN_ABORTS) == 0,
                    random.nextInt(ONE_IN_IS_SLOW) == 0);
        }
    }

    private Way up() {
        return Way.of(seed * 2, true);
    }

    private Way down() {
        return Way.of(seed * 2 + 1, false);
    }

    private boolean breaks() {
        return up().aborts();
    }

    static FutureTask<String> start(long number, Callable<String> task) {
        FutureTask<String> started = new FutureTask<>(task);
        (number % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).start(started);
        return started;
    }

    /// Plays one side to its end.
    ///
    /// @param client whether it is the side that has connected
    /// @return how it ended: `whole`, or `broken`, as the script has it
    String play(HvChannel channel, boolean client) throws Exception {
        FutureTask<String> writing = start(seed + 1, () -> write(channel, client ? up() : down()));
        String heard = read(channel, client ? down() : up());
        String written;
        try {
            written = writing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("seed=" + seed + " client=" + client, e.getCause());
        }
        if (!breaks() && !(heard.equals("whole") && written.equals("whole"))) {
            throw new IllegalStateException("heard=" + heard + " written=" + written + " seed="
                    + seed + " client=" + client);
        }
        return breaks() ? "broken" : "whole";
    }

    private static String write(HvChannel channel, Way way) throws IOException {
        Random sizes = new Random(~way.seed());
        NumberedContent content = new NumberedContent(way.seed());
        byte[] piece = new byte[LARGEST_PIECE];
        int stop = way.aborts() ? way.bytes() / 2 : 0;
        try {
            for (int left = way.bytes(); left > stop; ) {
                int bytes = Math.min(left, 1 + sizes.nextInt(LARGEST_PIECE));
                content.fill(piece, bytes);
                channel.write(ByteBuffer.wrap(piece, 0, bytes));
                left -= bytes;
            }
            if (way.aborts()) {
                channel.abort();
            } else {
                channel.shutdownOutput();
            }
            return "whole";
        } catch (SocketException | ClosedChannelException broken) {
            return broken.toString();
        }
    }

    private String read(HvChannel channel, Way way) throws Exception {
        Random sizes = new Random(~way.seed() * 31);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_PIECE);
        try {
            buffer.limit(1 + sizes.nextInt(LARGEST_PIECE));
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                if (way.slow()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
                buffer.clear().limit(1 + sizes.nextInt(LARGEST_PIECE));
            }
        } catch (SocketException | ClosedChannelException broken) {
            return broken.toString();
        }
        String got = HexFormat.of().formatHex(digest.digest());
        return got.equals(NumberedContent.digest(way.seed(), way.bytes())) ? "whole"
                : "other bytes: expected=" + way.bytes();
    }
}
