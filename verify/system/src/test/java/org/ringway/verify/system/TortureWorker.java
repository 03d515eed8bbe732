// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

/// The main class of the other side: it plays its part of each connection, and says how that went.
final class TortureWorker {
    static final String NAME = "torture-worker";

    private TortureWorker() {}

    /// @param args the root's socket, and how many connections there will be
    public static void main(String[] args) throws Exception {
        int connections = Integer.parseInt(args[1]);
        try (ChildPartition self = ChildPartition.join(Path.of(args[0]), NAME);
                HvServerChannel listening = HvServerChannel.open(self)) {
            listening.bind(HvSocketAddress.of("*", "torture"), connections);
            System.out.println("ready");
            for (int i = 0; i < connections; i++) {
                HvChannel channel = listening.accept();
                StreamScript.start(i, () -> serve(channel));
            }
            OtherJvm.cues().readLine();
        }
    }

    private static String serve(HvChannel channel) {
        String outcome;
        try (channel) {
            outcome = play(channel);
        } catch (Exception e) {
            outcome = e + ": " + e.getCause();
        }
        System.out.println(outcome);
        return outcome;
    }

    private static String play(HvChannel channel) throws Exception {
        ByteBuffer seed = ByteBuffer.allocate(Long.BYTES);
        try {
            while (seed.hasRemaining() && channel.read(seed) >= 0) {
                continue;
            }
        } catch (SocketException abortedAtOnce) {
            return "broken";
        }
        return new StreamScript(seed.flip().getLong()).play(channel, false);
    }
}
