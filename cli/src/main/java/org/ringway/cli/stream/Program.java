// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.ringway.cli.CommandFailure;
import org.ringway.sockets.HvChannel;

/// A program whose standard input and output are a connection.
///
/// @param command what a shell runs
record Program(String command) {
    private static final long CHUNK = 1 << 20;

    /// What became of one run.
    ///
    /// @param exitCode the program's
    /// @param sent bytes that it wrote
    /// @param received bytes that it was given
    record Outcome(int exitCode, long sent, long received) {
        /// @throws CommandFailure if the program says that it failed
        void requireSuccess() {
            if (exitCode != 0) {
                throw new CommandFailure("the program failed: exitCode=" + exitCode,
                        "what it says on standard error stands above");
            }
        }
    }

    /// Runs it for a connection, and waits until it has ended.
    ///
    /// @param channel closed afterwards
    Outcome serve(HvChannel channel) throws InterruptedException {
        try (channel) {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            PeerText.put(channel.peer(), builder.environment());
            Process process = builder.start();
            try {
                return serve(channel, process);
            } finally {
                process.destroy();
            }
        } catch (IOException cannot) {
            throw new CommandFailure("the program cannot be run: " + cannot.getMessage(),
                    "see whether there is a /bin/sh, and processes enough", cannot);
        }
    }

    private static Outcome serve(HvChannel channel, Process process) throws InterruptedException {
        long[] received = new long[1];
        Thread feeding = Thread.ofPlatform().daemon().name("feed").start(
                () -> received[0] = feed(channel, process.getOutputStream()));
        long sent = drain(process.getInputStream(), channel);
        int exitCode = process.waitFor();
        closeQuietly(channel);
        feeding.join();
        return new Outcome(exitCode, sent, received[0]);
    }

    /// What the program does not read any more stays unread.
    private static long feed(HvChannel channel, OutputStream input) {
        long count = 0;
        try (input; WritableByteChannel target = Channels.newChannel(input)) {
            for (long part; (part = channel.transferTo(target, CHUNK)) >= 0; count += part) {
                input.flush();
            }
        } catch (IOException over) {
            // The program or the connection has ended; the program's end decides.
        }
        return count;
    }

    /// A program whose connection is gone is told by the end of its pipe.
    private static long drain(InputStream output, HvChannel channel) {
        long count = 0;
        try (output; ReadableByteChannel source = Channels.newChannel(output)) {
            for (long part; (part = channel.transferFrom(source, CHUNK)) >= 0; count += part) {
                continue;
            }
            channel.shutdownOutput();
        } catch (IOException over) {
            // As above.
        }
        return count;
    }

    private static void closeQuietly(HvChannel channel) {
        try {
            channel.close();
        } catch (IOException never) {
            throw new AssertionError("closing a stream does not fail", never);
        }
    }
}
