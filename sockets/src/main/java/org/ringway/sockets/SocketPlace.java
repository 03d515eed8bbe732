// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An address in the words of programs that know of hosts and ports alone.
final class SocketPlace {
    private static final byte[] THIS_HOST = {127, 0, 0, 1};
    private static final int MAX_PORT = 0xFFFF;

    private SocketPlace() {}

    /// {@return an address of this host that has the partition's name}
    static @Nullable InetAddress host(@Nullable HvSocketAddress address) {
        if (address == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(address.partitionText(), THIS_HOST);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /// {@return the service if it is a port that TCP could have, 0 if not}
    ///
    /// @param none the answer if there is no address
    static int port(@Nullable HvSocketAddress address, int none) {
        if (address == null) {
            return none;
        }
        long port = address.port().orElse(0);
        return port > MAX_PORT ? 0 : (int) port;
    }
}
