// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The options of a [Socket]: remembered, and without effect but for the timeout, lingering, and
/// the sizes of buffers.
///
/// - **Thread:** any.
abstract class OptionSocket extends Socket {
    private static final Set<SocketOption<?>> OPTIONS = Set.of(StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_LINGER, StandardSocketOptions.IP_TOS);
    private static final int MAX_TRAFFIC_CLASS = 255;

    private final Map<SocketOption<?>, Object> options = new ConcurrentHashMap<>(Map.of(
            StandardSocketOptions.TCP_NODELAY, true, StandardSocketOptions.SO_KEEPALIVE, false,
            StandardSocketOptions.SO_REUSEADDR, false, StandardSocketOptions.SO_LINGER, -1,
            StandardSocketOptions.IP_TOS, 0));
    private volatile int timeoutMillis;
    private volatile boolean urgentInline;

    OptionSocket() throws SocketException {
        super((SocketImpl) null);
    }

    /// Bytes of the rings, outgoing or incoming.
    abstract int ringBytes(SocketOption<Integer> which);

    /// Asks for rings that hold so many bytes.
    abstract void resizeRing(SocketOption<?> which, int bytes);

    final void requireOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public final <T> Socket setOption(SocketOption<T> name, @Nullable T value) throws IOException {
        if (!OPTIONS.contains(name)) {
            throw new UnsupportedOperationException("no option of a stream: name=" + name.name());
        }
        requireOpen();
        if (value == null) {
            throw new IllegalArgumentException("option needs a value: name=" + name.name());
        }
        if (isBuffer(name)) {
            resize(name, (Integer) value);
        } else {
            options.put(name, value);
        }
        return this;
    }

    @Override
    public final <T> T getOption(SocketOption<T> name) throws IOException {
        if (!OPTIONS.contains(name)) {
            throw new UnsupportedOperationException("no option of a stream: name=" + name.name());
        }
        requireOpen();
        return name.type().cast(isBuffer(name) ? buffer(name) : options.get(name));
    }

    private static boolean isBuffer(SocketOption<?> name) {
        return name == StandardSocketOptions.SO_RCVBUF || name == StandardSocketOptions.SO_SNDBUF;
    }

    private Object buffer(SocketOption<?> name) {
        return ringBytes(name == StandardSocketOptions.SO_RCVBUF
                ? StandardSocketOptions.SO_RCVBUF : StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public final Set<SocketOption<?>> supportedOptions() {
        return OPTIONS;
    }

    private <T> void put(SocketOption<T> name, T value) throws SocketException {
        requireOpen();
        options.put(name, value);
    }

    private <T> T get(SocketOption<T> name) throws SocketException {
        requireOpen();
        return name.type().cast(options.get(name));
    }

    @Override
    public final void setSoTimeout(int millis) throws SocketException {
        requireOpen();
        if (millis < 0) {
            throw new IllegalArgumentException("timeout must not be negative: timeout=" + millis);
        }
        timeoutMillis = millis;
    }

    @Override
    public final int getSoTimeout() throws SocketException {
        requireOpen();
        return timeoutMillis;
    }

    final int timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public final void setSoLinger(boolean on, int seconds) throws SocketException {
        if (on && seconds < 0) {
            throw new IllegalArgumentException("linger must not be negative: linger=" + seconds);
        }
        put(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public final int getSoLinger() throws SocketException {
        return get(StandardSocketOptions.SO_LINGER);
    }

    final boolean resetsOnClose() {
        return Integer.valueOf(0).equals(options.get(StandardSocketOptions.SO_LINGER));
    }

    @Override
    public final void setTcpNoDelay(boolean on) throws SocketException {
        put(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public final boolean getTcpNoDelay() throws SocketException {
        return get(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public final void setKeepAlive(boolean on) throws SocketException {
        put(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public final boolean getKeepAlive() throws SocketException {
        return get(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public final void setReuseAddress(boolean on) throws SocketException {
        put(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public final boolean getReuseAddress() throws SocketException {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public final void setTrafficClass(int value) throws SocketException {
        if (value < 0 || value > MAX_TRAFFIC_CLASS) {
            throw new IllegalArgumentException("traffic class out of range: value=" + value);
        }
        put(StandardSocketOptions.IP_TOS, value);
    }

    @Override
    public final int getTrafficClass() throws SocketException {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public final void setSendBufferSize(int bytes) throws SocketException {
        resize(StandardSocketOptions.SO_SNDBUF, bytes);
    }

    @Override
    public final int getSendBufferSize() throws SocketException {
        requireOpen();
        return ringBytes(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public final void setReceiveBufferSize(int bytes) throws SocketException {
        resize(StandardSocketOptions.SO_RCVBUF, bytes);
    }

    @Override
    public final int getReceiveBufferSize() throws SocketException {
        requireOpen();
        return ringBytes(StandardSocketOptions.SO_RCVBUF);
    }

    private void resize(SocketOption<?> which, int bytes) throws SocketException {
        requireOpen();
        if (bytes < 1) {
            throw new IllegalArgumentException("buffer must hold bytes: bytes=" + bytes);
        }
        resizeRing(which, bytes);
    }

    @Override
    public final void setOOBInline(boolean on) throws SocketException {
        requireOpen();
        urgentInline = on;
    }

    @Override
    public final boolean getOOBInline() throws SocketException {
        requireOpen();
        return urgentInline;
    }

    @Override
    public final void sendUrgentData(int data) throws IOException {
        throw new SocketException("urgent data is TCP's; a stream has none");
    }

    @Override
    public final void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {}
}
