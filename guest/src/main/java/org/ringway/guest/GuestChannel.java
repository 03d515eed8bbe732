// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.hypervisor.GuestSignal;
import org.ringway.platform.Doorbell;

/// An open channel of a guest: its event connection on one side, a doorbell on the other.
final class GuestChannel implements AutoCloseable {
    private final Doorbell bell;
    private final GuestSignal signals;
    private final int monitor;
    private int target;

    /// @param monitor by which the guest may signal, too, or [GuestMessage#NO_MONITOR]
    /// @param target the processor to interrupt
    GuestChannel(Doorbell bell, GuestSignal signals, int monitor, int target) {
        this.bell = bell;
        this.signals = signals;
        this.monitor = monitor;
        this.target = target;
    }

    Doorbell bell() {
        return bell;
    }

    GuestSignal signals() {
        return signals;
    }

    int monitor() {
        return monitor;
    }

    boolean isMonitored() {
        return monitor != GuestMessage.NO_MONITOR;
    }

    int target() {
        return target;
    }

    void moveTo(int processor) {
        target = processor;
    }

    /// Passes the guest's signal on.
    void pass() {
        if (signals.take()) {
            bell.signal();
        }
    }

    @Override
    public void close() {
        signals.close();
        bell.close();
    }
}
