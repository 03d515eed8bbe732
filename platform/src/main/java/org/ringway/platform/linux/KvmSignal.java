// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.PlatformException;
import org.ringway.hypervisor.GuestSignal;

/// An `eventfd` that KVM counts up when the guest signals an event connection.
final class KvmSignal implements GuestSignal, Watchable {
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NONBLOCKING = 04000;
    private static final int DEASSIGN = 1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment count = arena.allocate(JAVA_LONG);
    private final MemorySegment state = Libc.allocateState(arena);
    private final Descriptor machine;
    private final int connectionId;
    private final Descriptor event;

    private KvmSignal(Descriptor machine, int connectionId, int number) {
        this.machine = machine;
        this.connectionId = connectionId;
        this.event = new Descriptor(number, this::release);
    }

    /// @param machine entered by the caller
    /// @param file its number
    static KvmSignal of(Descriptor machine, int file, int connectionId) {
        int number = (int) Libc.must(SystemCall.EVENTFD2, 0, CLOSE_ON_EXEC | NONBLOCKING);
        KvmSignal signal = new KvmSignal(machine, connectionId, number);
        try {
            Kvm.HYPERV_EVENTFD.must(file, connectionId, number, 0, 0, 0, 0);
        } catch (PlatformException e) {
            signal.event.close();
            throw e;
        }
        return signal;
    }

    private void release() {
        arena.close();
    }

    @Override
    public Descriptor descriptor() {
        return event;
    }

    @Override
    public synchronized boolean take() {
        int number = event.enter();
        if (number == Descriptor.CLOSED) {
            return false;
        }
        try {
            return Libc.call(state, SystemCall.READ, number, count.address(), Long.BYTES, 0, 0, 0)
                    > 0;
        } finally {
            event.leave();
        }
    }

    @Override
    public void close() {
        event.close(number -> {
            int file = machine.enter();
            if (file != Descriptor.CLOSED) {
                try {
                    Kvm.HYPERV_EVENTFD.must(file, connectionId, number, DEASSIGN, 0, 0, 0);
                } finally {
                    machine.leave();
                }
            }
        });
    }
}
