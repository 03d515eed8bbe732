// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [ServerSocket] that other partitions connect to. Of the options the timeout counts. An
/// interrupt in [#accept] closes it, for platform threads, too, and stays set.
///
/// - **Thread:** any.
final class HvServerSocket extends ServerSocket {
    private static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

    private final HvServerChannel channel;
    private final Function<InetSocketAddress, HvSocketAddress> translation;
    private volatile int timeoutMillis;
    private volatile boolean reuse;
    private volatile int bufferBytes = 65_536;

    /// @param translation says where to listen if somebody binds to a host and a port
    HvServerSocket(HvServerChannel channel,
            Function<InetSocketAddress, HvSocketAddress> translation) throws IOException {
        this.channel = channel;
        this.translation = translation;
    }

    /// Whoever wants may connect, and the port is the service.
    static HvSocketAddress byPort(InetSocketAddress address) {
        return HvSocketAddress.ofPort(HvSocketAddress.WILDCARD, address.getPort());
    }

    @Override
    public void bind(@Nullable SocketAddress to) throws IOException {
        bind(to, 0);
    }

    @Override
    public void bind(@Nullable SocketAddress to, int backlog) throws IOException {
        HvSocketAddress address = switch (to) {
            case HvSocketAddress ours -> ours;
            case InetSocketAddress theirs -> translation.apply(theirs);
            case null, default -> throw new IllegalArgumentException(
                    "no address that a partition can listen on: " + to);
        };
        requireOpen();
        try {
            channel.bind(address, backlog);
        } catch (AlreadyBoundException e) {
            throw new SocketException("Already bound");
        }
    }

    private void requireOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public Socket accept() throws IOException {
        requireOpen();
        int millis = timeoutMillis;
        try {
            return channel.accept(millis == 0 ? NO_TIMEOUT : Duration.ofMillis(millis)).socket();
        } catch (ClosedChannelException e) {
            SocketException closed = new SocketException("Socket closed");
            closed.initCause(e);
            throw closed;
        } catch (NotYetBoundException e) {
            throw new SocketException("Socket is not bound yet");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isBound() {
        return channel.getLocalAddress() != null;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    /// {@return null: an [HvServerChannel] is no [ServerSocketChannel]}
    @Override
    public @Nullable ServerSocketChannel getChannel() {
        return null;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.getLocalAddress();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return SocketPlace.host(channel.getLocalAddress());
    }

    @Override
    public int getLocalPort() {
        return SocketPlace.port(channel.getLocalAddress(), -1);
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        requireOpen();
        if (millis < 0) {
            throw new IllegalArgumentException("timeout must not be negative: timeout=" + millis);
        }
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() throws IOException {
        requireOpen();
        return timeoutMillis;
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        requireOpen();
        reuse = on;
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        requireOpen();
        return reuse;
    }

    @Override
    public void setReceiveBufferSize(int bytes) throws SocketException {
        requireOpen();
        if (bytes < 1) {
            throw new IllegalArgumentException("buffer must hold bytes: bytes=" + bytes);
        }
        bufferBytes = bytes;
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        requireOpen();
        return bufferBytes;
    }

    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {}

    @Override
    public <T> ServerSocket setOption(SocketOption<T> name, @Nullable T value) {
        throw new UnsupportedOperationException("no option of a stream: name=" + name.name());
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException("no option of a stream: name=" + name.name());
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public String toString() {
        return "HvServerSocket[" + channel + "]";
    }
}
