// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvWaitSet;
import org.ringway.sockets.WaitKey;

/// A channel at its event loop.
///
/// - **Thread:** that of the event loop; any for [#isValid].
final class HvRegistration implements IoRegistration {
    private final HvIoHandle handle;
    private final Runnable left;
    private final WaitKey key;
    private boolean cancelled;

    /// @param left runs once, when the channel leaves the event loop
    HvRegistration(HvIoHandle handle, ChildPartition self, HvWaitSet set, Runnable left)
            throws IOException {
        this.handle = handle;
        this.left = left;
        this.key = handle.enter(self, set, this);
    }

    HvIoHandle handle() {
        return handle;
    }

    /// {@return the key}
    @Override
    @SuppressWarnings("unchecked")
    public <T> T attachment() {
        return (T) key;
    }

    @Override
    public long submit(IoOps ops) {
        int bits = ((HvReadiness) ops).bits();
        if (bits != key.interestOps()) {
            key.interestOps(bits);
        }
        return bits;
    }

    @Override
    public boolean isValid() {
        return key.isValid();
    }

    @Override
    public boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        if (first) {
            key.cancel();
            left.run();
            handle.unregistered();
        }
        return first;
    }

    void dispatch() {
        if (isValid()) {
            handle.handle(this, HvReadiness.of(key.readyOps()));
        }
    }
}
