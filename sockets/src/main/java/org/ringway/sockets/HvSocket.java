// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Platform;

/// A [Socket] to another partition.
///
/// Of the options the timeout counts, lingering for no time, which makes [#close] a reset, and
/// before it is connected the sizes of buffers: so many bytes the rings hold, 4 MiB at most.
/// Whatever is TCP's or IP's is remembered and has no effect. Interrupts end no wait; closing does.
///
/// - **Thread:** any. One reads and one writes at a time, the others wait for it. Virtual threads
///   that wait hold no carrier.
final class HvSocket extends OptionSocket {
    private static final int MAX_RING_BYTES = 4 << 20;

    private final HvChannel channel;
    private final Function<InetSocketAddress, HvSocketAddress> translation;

    /// @param channel what it is a socket over
    HvSocket(HvChannel channel) throws SocketException {
        this(channel, HvSocket::byName);
    }

    /// @param translation says where to go if somebody connects to a host and a port
    HvSocket(HvChannel channel, Function<InetSocketAddress, HvSocketAddress> translation)
            throws SocketException {
        this.channel = channel;
        this.translation = translation;
    }

    /// The host is a partition's name and the port its service.
    static HvSocketAddress byName(InetSocketAddress address) {
        return HvSocketAddress.of(address.getHostString(), Integer.toString(address.getPort()));
    }

    @Override
    public void connect(@Nullable SocketAddress to) throws IOException {
        connect(to, 0);
    }

    @Override
    public void connect(@Nullable SocketAddress to, int timeoutMillis) throws IOException {
        if (timeoutMillis < 0) {
            throw new IllegalArgumentException("timeout must not be negative: timeout="
                    + timeoutMillis);
        }
        HvSocketAddress address = switch (to) {
            case HvSocketAddress ours -> ours;
            case InetSocketAddress theirs -> translation.apply(theirs);
            case null, default -> throw new IllegalArgumentException(
                    "no address that a partition can be connected to: " + to);
        };
        requireOpen();
        Duration atMost = timeoutMillis == 0
                ? channel.connector().streams().timeout() : Duration.ofMillis(timeoutMillis);
        try {
            channel.connect(address, atMost);
        } catch (AlreadyConnectedException e) {
            throw new SocketException("already connected");
        }
    }

    @Override
    public void bind(@Nullable SocketAddress to) throws IOException {
        requireOpen();
    }

    private RingStream stream() throws SocketException {
        requireOpen();
        RingStream stream = channel.connector().stream();
        if (stream == null) {
            throw new SocketException("Socket is not connected");
        }
        return stream;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        RingStream stream = stream();
        if (stream.isInputShutdown()) {
            throw new SocketException("Socket input is shutdown");
        }
        return new SocketInput(this, stream);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        RingStream stream = stream();
        if (stream.isOutputShutdown()) {
            throw new SocketException("Socket output is shutdown");
        }
        return new SocketOutput(this, stream);
    }

    @Override
    public void shutdownInput() throws IOException {
        stream();
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        stream();
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        if (resetsOnClose()) {
            channel.abort();
        } else {
            channel.close();
        }
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        RingStream stream = channel.connector().stream();
        return stream != null && stream.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        RingStream stream = channel.connector().stream();
        return stream != null && stream.isOutputShutdown();
    }

    /// {@return null: an [HvChannel] is no [SocketChannel]}
    @Override
    public @Nullable SocketChannel getChannel() {
        return null;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return channel.getRemoteAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.getLocalAddress();
    }

    /// {@return an address of this host that has the partition's name}
    @Override
    public @Nullable InetAddress getInetAddress() {
        return SocketPlace.host(channel.getRemoteAddress());
    }

    @Override
    public InetAddress getLocalAddress() {
        return Objects.requireNonNullElse(
                SocketPlace.host(channel.getLocalAddress()), InetAddress.getLoopbackAddress());
    }

    @Override
    public int getPort() {
        return SocketPlace.port(channel.getRemoteAddress(), 0);
    }

    @Override
    public int getLocalPort() {
        return SocketPlace.port(channel.getLocalAddress(), -1);
    }

    /// {@return how long a read waits}
    long readNanos() {
        int millis = timeoutMillis();
        return millis == 0 ? RingStream.FOR_EVER : millis * 1_000_000L;
    }

    @Override
    int ringBytes(SocketOption<Integer> which) {
        return ringBytes(channel.connector().options(), which);
    }

    private static int ringBytes(StreamOptions options, SocketOption<?> which) {
        int pages = which == StandardSocketOptions.SO_RCVBUF
                ? options.incomingPages() : options.outgoingPages();
        return (pages - 1) * Platform.PAGE_BYTES;
    }

    @Override
    void resizeRing(SocketOption<?> which, int bytes) {
        int wanted = Math.min(bytes, MAX_RING_BYTES);
        channel.connector().resize(options -> which == StandardSocketOptions.SO_RCVBUF
                ? options.withBytes(ringBytes(options, StandardSocketOptions.SO_SNDBUF), wanted)
                : options.withBytes(wanted, ringBytes(options, StandardSocketOptions.SO_RCVBUF)));
    }
}
