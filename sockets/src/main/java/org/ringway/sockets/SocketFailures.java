// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.pipe.RingStream;
import org.ringway.wire.Status;

/// What goes wrong, in the exceptions that programs know from TCP.
final class SocketFailures {
    private SocketFailures() {}

    /// Why nobody was connected to.
    static IOException ofConnect(HvSocketAddress remote, BusException e) {
        String text = e.getMessage() + ": " + remote;
        return because(e, switch (e) {
            case BusTimeoutException _ -> new SocketTimeoutException("connect timed out: " + text);
            case RefusedException refused
                    when refused.status() == Status.HOST_UNREACHABLE.code() ->
                    new NoRouteToHostException(text);
            default -> new ConnectException(text);
        });
    }

    static IOException ofListen(HvSocketAddress local, BusException e) {
        return because(e, new BindException(e.getMessage() + ": " + local));
    }

    static IOException ofRead(RingStream stream, BusException e) {
        return stream.isClosed() ? closed(e)
                : because(e, new SocketException("connection reset: " + e.getMessage()));
    }

    static IOException ofWrite(RingStream stream, BusException e) {
        return stream.isClosed() || stream.isOutputShutdown() ? closed(e)
                : because(e, new SocketException("broken pipe: " + e.getMessage()));
    }

    /// As a [java.net.Socket] says it.
    static IOException inSocket(IOException failure) {
        if (!(failure instanceof ClosedChannelException)) {
            return failure;
        }
        SocketException closed = new SocketException("Socket closed");
        closed.initCause(failure.getCause());
        return closed;
    }

    private static IOException closed(BusException e) {
        return because(e, new ClosedChannelException());
    }

    private static <T extends IOException> T because(BusException cause, T exception) {
        exception.initCause(cause);
        return exception;
    }
}
