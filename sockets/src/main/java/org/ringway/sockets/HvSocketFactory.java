// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.ringway.child.ChildPartition;

/// Makes sockets to other partitions, for programs that are told of a [SocketFactory] in their
/// configuration.
///
/// Made with an address, every socket goes there, whatever host and port the program says. Made
/// without, the host is the name of a partition and the port its service, unless the system
/// property `ringway.address` has an address.
///
/// - **Thread:** any.
public final class HvSocketFactory extends SocketFactory {
    /// The system property that says where all sockets go, for factories made without an address.
    public static final String ADDRESS = "ringway.address";

    private final PartitionSource self;
    private final Function<InetSocketAddress, HvSocketAddress> translation;

    private HvSocketFactory(
            PartitionSource self, Function<InetSocketAddress, HvSocketAddress> translation) {
        this.self = self;
        this.translation = translation;
    }

    /// A factory of the [SharedPartition] without an address.
    public HvSocketFactory() {
        this(SharedPartition::get, usual());
    }

    /// A factory of the [SharedPartition] whose sockets all go to one address.
    ///
    /// @param address as in `hv://docs-server/postgres`
    /// @throws IllegalArgumentException if it is none
    public HvSocketFactory(String address) {
        this(SharedPartition::get, always(HvSocketAddress.parse(address)));
    }

    /// A factory without an address.
    ///
    /// @param self the partition that connects
    public HvSocketFactory(ChildPartition self) {
        this(() -> self, HvSocket::byName);
    }

    /// A factory whose sockets all go to one address.
    ///
    /// @param self the partition that connects
    /// @param address where to
    public HvSocketFactory(ChildPartition self, HvSocketAddress address) {
        this(() -> self, always(address));
    }

    private static Function<InetSocketAddress, HvSocketAddress> usual() {
        String address = System.getProperty(ADDRESS, "");
        return address.isEmpty() ? HvSocket::byName : always(HvSocketAddress.parse(address));
    }

    private static Function<InetSocketAddress, HvSocketAddress> always(HvSocketAddress address) {
        return _ -> address;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new HvSocket(HvChannel.open(self.get()), translation);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = createSocket();
        try {
            socket.connect(to);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
