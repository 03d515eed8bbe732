// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import org.ringway.cli.CommandFailure;
import org.ringway.sockets.HvChannel;

/// One connection between this process's standard input and output and another partition.
///
/// It is over when both sides have ended their stream, or the other has closed the connection.
final class Talk {
    private static final long CHUNK = 1 << 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final HvChannel channel;
    private final InputFeed input;
    private long received;

    Talk(HvChannel channel, InputFeed input) {
        this.channel = channel;
        this.input = input;
    }

    /// Carries bytes both ways until it is over.
    ///
    /// @param output takes what comes
    void hold(WritableByteChannel output) throws InterruptedException {
        input.feed(channel);
        try {
            receive(output);
            awaitEndOfInput();
        } catch (IOException broken) {
            throw new CommandFailure("the connection broke: with=" + channel.peer().name()
                    + " reason=" + broken.getMessage() + " receivedBytes=" + received,
                    "look whether the other side still runs", broken);
        } finally {
            input.detach(channel);
        }
    }

    private void receive(WritableByteChannel output) throws IOException {
        while (true) {
            long part = channel.transferTo(output, CHUNK);
            if (part < 0) {
                return;
            }
            received += part;
        }
    }

    /// The other side may still read what comes here: it has ended its stream only.
    private void awaitEndOfInput() throws InterruptedException {
        while (!input.awaitEnd(BETWEEN_LOOKS) && isConnected()) {
            // Whoever types now is heard, until the other side closes.
        }
    }

    private boolean isConnected() {
        try {
            channel.write(ByteBuffer.allocate(0));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /// {@return bytes that have come}
    long received() {
        return received;
    }
}
