// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.function.Supplier;
import org.ringway.ChannelClosedException;
import org.ringway.wire.PortId;

/// A port of this partition that is open, or about to be.
abstract sealed class LivePort permits MessagePort, EventPort {
    final PortId id;
    final PortArrivals arrivals = new PortArrivals();
    private final Ports ports;

    LivePort(PortId id, Ports ports) {
        this.id = id;
        this.ports = ports;
    }

    /// Tells the root what was taken; with the lock, so before it is told that the port is closed.
    final void taken(int what) {
        ports.taken(id, what);
    }

    /// Nothing will come any more; what has come can still be taken.
    final void end(Supplier<? extends RuntimeException> reason) {
        arrivals.end(reason, () -> { });
    }

    /// Nobody wants anything any more.
    ///
    /// @param forget throws away what was not taken
    final void close(Runnable forget) {
        arrivals.end(() -> new ChannelClosedException("port is closed: " + id), () -> {
            forget.run();
            ports.closed(this);
        });
    }
}
