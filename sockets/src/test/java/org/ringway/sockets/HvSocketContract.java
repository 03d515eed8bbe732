// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

/// What programs find that were written for `java.net`, on every platform.
abstract class HvSocketContract extends SocketCase {
    HvSocketContract(Platform platform) {
        super(platform);
    }

    private record Sockets(Socket client, Socket server) {}

    private Sockets sockets() throws Exception {
        ServerSocketFactory listening = new HvServerSocketFactory(server);
        SocketFactory connecting = new HvSocketFactory(client);
        try (ServerSocket socket = listening.createServerSocket(5432)) {
            Socket connected = keep(connecting.createSocket("server", 5432));
            return new Sockets(connected, keep(socket.accept()));
        }
    }

    private static void assertCarries(Socket from, Socket to, String text) throws IOException {
        from.getOutputStream().write(text.getBytes());
        assertArrayEquals(text.getBytes(), to.getInputStream().readNBytes(text.length()));
    }

    @Test
    @DisplayName("host and port are partition and service, without an address in the factory")
    void byHostAndPort() throws Exception {
        Sockets sockets = sockets();

        assertCarries(sockets.client(), sockets.server(), "request");
        assertCarries(sockets.server(), sockets.client(), "answer");
        assertEquals("hv://server/5432",
                String.valueOf(sockets.client().getRemoteSocketAddress()));
        assertEquals(5432, sockets.client().getPort());
        assertEquals("server", sockets.client().getInetAddress().getHostName());
        assertTrue(sockets.client().isConnected() && sockets.client().isBound());
        assertEquals(5432, sockets.server().getLocalPort());
        assertNull(sockets.client().getChannel());
    }

    @Test
    @DisplayName("with an address in the factory, every socket goes there, as drivers make them:"
            + " created, then connected with a time")
    void byAddress() throws Exception {
        HvSocketAddress address = HvSocketAddress.parse("hv://server/postgres");
        ServerSocket listening = keep(new HvServerSocketFactory(
                server, HvSocketAddress.parse("hv://*/postgres")).createServerSocket());
        listening.bind(new InetSocketAddress(0));
        Socket socket = keep(new HvSocketFactory(client, address).createSocket());
        assertFalse(socket.isConnected());
        socket.setTcpNoDelay(true);
        socket.connect(InetSocketAddress.createUnresolved("db.example", 5432), 60_000);

        assertCarries(socket, keep(listening.accept()), "startup");
        assertEquals(address, socket.getRemoteSocketAddress());
        assertEquals("hv://*/postgres", String.valueOf(listening.getLocalSocketAddress()));
        assertThrows(SocketException.class, () -> socket.connect(address));
    }

    @Test
    @DisplayName("a read gives up in time, and goes on after that")
    void soTimeout() throws Exception {
        Sockets sockets = sockets();
        sockets.client().setSoTimeout(20);
        InputStream in = sockets.client().getInputStream();

        assertThrows(SocketTimeoutException.class, in::read);
        sockets.server().getOutputStream().write(65);
        sockets.client().setSoTimeout(60_000);
        assertEquals(65, in.read());
        assertEquals(60_000, sockets.client().getSoTimeout());
        assertThrows(IllegalArgumentException.class, () -> sockets.client().setSoTimeout(-1));
    }

    @Test
    @DisplayName("available counts what is there, and the end is -1")
    void availableAndEnd() throws Exception {
        Sockets sockets = sockets();
        InputStream in = sockets.client().getInputStream();
        assertEquals(0, in.available());
        sockets.server().getOutputStream().write(new byte[] {1, 2, 3});
        sockets.server().shutdownOutput();
        assertTrue(sockets.server().isOutputShutdown());

        assertEquals(1, in.read());
        assertEquals(2, in.available());
        assertArrayEquals(new byte[] {2, 3}, in.readAllBytes());
        assertEquals(-1, in.read());
        assertEquals(0, in.available());
        assertThrows(SocketException.class,
                () -> sockets.server().getOutputStream());
        assertCarries(sockets.client(), sockets.server(), "the other way goes on");
        sockets.client().shutdownInput();
        assertTrue(sockets.client().isInputShutdown());
    }

    @Test
    @DisplayName("closing wakes who reads, and every call says so afterwards")
    void close() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            Sockets sockets = sockets();
            InputStream in = sockets.client().getInputStream();
            FutureTask<Integer> reading =
                    virtual ? inVirtualThread(in::read) : inThread(in::read);
            in.close();

            Throwable cause =
                    assertThrows(ExecutionException.class, () -> resultOf(reading)).getCause();
            assertEquals("Socket closed", cause.getMessage());
            assertEquals(SocketException.class, cause.getClass());
            assertTrue(sockets.client().isClosed() && sockets.client().isConnected());
            assertThrows(SocketException.class, in::available);
            assertThrows(SocketException.class, () -> sockets.client().getInputStream());
            assertThrows(SocketException.class, () -> sockets.client().getSoTimeout());
            assertEquals(-1, sockets.server().getInputStream().read());
        }
    }

    @Test
    @DisplayName("lingering for no time makes closing a reset")
    void reset() throws Exception {
        Sockets sockets = sockets();
        sockets.client().setSoLinger(true, 0);
        sockets.client().close();

        SocketException reset = assertThrows(SocketException.class,
                () -> sockets.server().getInputStream().read());
        assertTrue(reset.getMessage().startsWith("connection reset"), reset.getMessage());
    }

    @Test
    @DisplayName("an interrupt ends no read")
    void interrupt() throws Exception {
        Sockets sockets = sockets();
        Thread.currentThread().interrupt();
        sockets.server().getOutputStream().write(66);

        assertEquals(66, sockets.client().getInputStream().read());
        assertTrue(Thread.interrupted());
    }

    @Test
    @DisplayName("an interrupt of who accepts closes the socket")
    void interruptOfAccept() throws Exception {
        ServerSocket listening = keep(
                new HvServerSocketFactory(server).createServerSocket(77));
        Thread.currentThread().interrupt();

        assertThrows(SocketException.class, listening::accept);
        assertTrue(Thread.interrupted());
        assertTrue(listening.isClosed());
    }

    @Test
    @DisplayName("TCP's options are remembered, and have no effect")
    void options() throws Exception {
        Socket socket = sockets().client();
        socket.setTcpNoDelay(false);
        socket.setKeepAlive(true);
        socket.setReuseAddress(true);
        socket.setTrafficClass(8);
        socket.setOOBInline(true);
        socket.setSendBufferSize(1000);
        socket.setReceiveBufferSize(1000);
        socket.setPerformancePreferences(1, 2, 3);

        assertFalse(socket.getTcpNoDelay());
        assertTrue(socket.getKeepAlive() && socket.getReuseAddress() && socket.getOOBInline());
        assertEquals(8, socket.getTrafficClass());
        assertEquals(-1, socket.getSoLinger());
        assertEquals(262_144, socket.getSendBufferSize());
        assertEquals(262_144, socket.getOption(StandardSocketOptions.SO_RCVBUF));
        assertTrue(socket.setOption(StandardSocketOptions.TCP_NODELAY, true).getTcpNoDelay());
        assertTrue(socket.supportedOptions().contains(StandardSocketOptions.SO_KEEPALIVE));
        assertThrows(UnsupportedOperationException.class,
                () -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        assertThrows(SocketException.class, () -> socket.sendUrgentData(1));
    }

    @Test
    @DisplayName("sizes of buffers asked for before connecting are those of the rings")
    void buffers() throws Exception {
        ServerSocket listening = keep(new HvServerSocketFactory(server).createServerSocket(77));
        Socket near = keep(new HvSocketFactory(client).createSocket());
        near.setSendBufferSize(1 << 20);
        near.setOption(StandardSocketOptions.SO_RCVBUF, 5000);
        near.connect(HvSocketAddress.of("server", "77"));
        Socket far = keep(listening.accept());

        assertEquals(1 << 20, near.getSendBufferSize());
        assertEquals(8192, near.getReceiveBufferSize());
        assertEquals(1 << 20, far.getReceiveBufferSize());
        assertEquals(8192, far.getSendBufferSize());
        near.getOutputStream().write(new byte[1_000_000]);
        assertEquals(1_000_000, far.getInputStream().readNBytes(1_000_000).length);
    }

    @Test
    @DisplayName("a server socket gives up in time, wakes when closed, and refuses afterwards")
    void serverSocket() throws Exception {
        ServerSocket listening = keep(new HvServerSocketFactory(server).createServerSocket(77));
        assertEquals(77, listening.getLocalPort());
        assertTrue(listening.isBound());
        listening.setSoTimeout(10);
        assertThrows(SocketTimeoutException.class, listening::accept);
        listening.setSoTimeout(0);
        FutureTask<Socket> accepting = inThread(listening::accept);
        listening.close();

        Throwable cause =
                assertThrows(ExecutionException.class, () -> resultOf(accepting)).getCause();
        assertEquals(SocketException.class, cause.getClass(), cause::toString);
        assertTrue(listening.isClosed());
        assertThrows(ConnectException.class,
                () -> new HvSocketFactory(client).createSocket("server", 77));
    }

    @Test
    @DisplayName("a socket that goes nowhere says so")
    void nowhere() throws Exception {
        Socket socket = keep(new HvSocketFactory(client).createSocket());
        assertThrows(SocketException.class, socket::getInputStream);
        assertThrows(IllegalArgumentException.class, () -> socket.connect(null));
        assertThrows(IllegalArgumentException.class, () -> socket.connect(
                UnixDomainSocketAddress.of("x")));
        assertEquals(0, socket.getPort());
        assertEquals(-1, socket.getLocalPort());
        assertNull(socket.getRemoteSocketAddress());
        assertNull(socket.getInetAddress());
    }
}
