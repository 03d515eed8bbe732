// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;

/// Makes sockets that other partitions connect to, for programs that are told of a
/// [ServerSocketFactory] in their configuration.
///
/// Made with an address, every socket listens there, whatever port the program says. Made without,
/// the port is the service, and whoever wants may connect, unless the system property
/// [HvSocketFactory#ADDRESS] has an address.
///
/// - **Thread:** any.
public final class HvServerSocketFactory extends ServerSocketFactory {
    private final PartitionSource self;
    private final Function<InetSocketAddress, HvSocketAddress> translation;

    private HvServerSocketFactory(
            PartitionSource self, Function<InetSocketAddress, HvSocketAddress> translation) {
        this.self = self;
        this.translation = translation;
    }

    /// A factory of the [SharedPartition] without an address.
    public HvServerSocketFactory() {
        this(SharedPartition::get, usual());
    }

    /// A factory of the [SharedPartition] whose sockets listen on one address.
    ///
    /// @param address as in `hv://*/postgres`; the partition says who may connect
    /// @throws IllegalArgumentException if it is none
    public HvServerSocketFactory(String address) {
        this(SharedPartition::get, always(HvSocketAddress.parse(address)));
    }

    /// A factory without an address.
    ///
    /// @param self the partition that listens
    public HvServerSocketFactory(ChildPartition self) {
        this(() -> self, HvServerSocket::byPort);
    }

    /// A factory whose sockets listen on one address.
    ///
    /// @param self the partition that listens
    /// @param address the service, and who may connect
    public HvServerSocketFactory(ChildPartition self, HvSocketAddress address) {
        this(() -> self, always(address));
    }

    private static Function<InetSocketAddress, HvSocketAddress> usual() {
        String address = System.getProperty(HvSocketFactory.ADDRESS, "");
        return address.isEmpty() ? HvServerSocket::byPort : always(HvSocketAddress.parse(address));
    }

    private static Function<InetSocketAddress, HvSocketAddress> always(HvSocketAddress address) {
        return _ -> address;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new HvServerSocket(HvServerChannel.open(self.get()), translation);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress host)
            throws IOException {
        ServerSocket socket = createServerSocket();
        try {
            socket.bind(new InetSocketAddress(port), backlog);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
