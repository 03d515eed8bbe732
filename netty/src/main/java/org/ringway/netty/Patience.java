// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.ConnectTimeoutException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// How long connecting may take.
final class Patience {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private Patience() {}

    /// {@return what `CONNECT_TIMEOUT_MILLIS` means}
    static Duration of(int millis) {
        return millis > 0 ? Duration.ofMillis(millis) : FOR_EVER;
    }

    /// {@return a failure to connect, as Netty names it}
    static Exception named(Exception failure) {
        if (!(failure instanceof SocketTimeoutException)) {
            return failure;
        }
        ConnectTimeoutException named = new ConnectTimeoutException(failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
