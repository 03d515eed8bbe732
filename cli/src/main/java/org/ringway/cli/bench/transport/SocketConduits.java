// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/// Byte streams over sockets.
final class SocketConduits {
    private SocketConduits() {}

    /// A socket that spins if its name says so, and else blocks.
    static Conduit over(SocketChannel socket, TransportName name) throws IOException {
        socket.configureBlocking(name.waiting() != TransportName.Waiting.SPIN);
        return new StreamConduit(socket, socket);
    }
}
