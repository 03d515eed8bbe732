// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvServerSocketFactory;
import org.ringway.sockets.HvSocketAddress;

/// Echoes streams: a `ServerSocket` that other partitions connect to, a virtual thread for each.
public final class StreamServer {
    private StreamServer() {}

    /// Runs until it is stopped.
    ///
    /// @param args none
    /// @throws Exception if there is no root
    public static void main(String[] args) throws Exception {
        try (ChildPartition self = ChildPartition.join("stream-server");
                ServerSocket listening = new HvServerSocketFactory(
                        self, HvSocketAddress.parse("hv://*/echo")).createServerSocket(0)) {
            System.out.println("listening on hv://stream-server/echo");
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
