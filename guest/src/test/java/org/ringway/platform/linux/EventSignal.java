// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.ringway.hypervisor.GuestSignal;

/// An event connection of a machine that is none: a test signals where a guest would.
public final class EventSignal implements GuestSignal, Watchable {
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NONBLOCKING = 04000;

    private final Descriptor event = new Descriptor(
            Libc.must(SystemCall.EVENTFD2, 0, CLOSE_ON_EXEC | NONBLOCKING));

    @Override
    public Descriptor descriptor() {
        return event;
    }

    @Override
    public boolean take() {
        return false;
    }

    @Override
    public void close() {
        event.close();
    }
}
