// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.nio.ByteBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvSocketAddress;

/// Connects to StreamServer, says something, ends its stream, and prints what comes back.
public final class StreamClient {
    private StreamClient() {}

    /// Sends a line.
    ///
    /// @param args what to say
    /// @throws Exception if there is no root, or nobody listens
    public static void main(String[] args) throws Exception {
        HvSocketAddress address = HvSocketAddress.parse("hv://stream-server/echo");
        try (ChildPartition self = ChildPartition.join("stream-client");
                HvChannel channel = HvChannel.connect(self, address)) {
            String line = args.length == 0 ? "hello" : String.join(" ", args);
            channel.write(ByteBuffer.wrap(line.getBytes()));
            channel.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                continue;
            }
            System.out.println(channel.peer().name() + " (pid " + channel.peer().pid() + ") says: "
                    + new String(answer.array(), 0, answer.position()));
        }
    }
}
