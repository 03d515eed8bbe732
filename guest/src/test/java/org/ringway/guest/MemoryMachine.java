// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.ringway.PlatformException;
import org.ringway.hypervisor.GuestSignal;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.hypervisor.VirtualProcessor;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;

/// A machine that is memory alone: what its processors would do a test does. Its descriptors are
/// short.
final class MemoryMachine implements VirtualMachine {
    static final int PAGES = 64;
    /// Where a kernel has room.
    static final int KERNEL_PAGES = 5000;

    final Semaphore interrupts = new Semaphore(0);
    private final List<VirtualProcessor> processors;
    private final Handle memory;
    private final Mapping mapping;

    MemoryMachine(Platform platform) {
        this(platform, PAGES, List.of());
    }

    /// @param processors that a test plays
    MemoryMachine(Platform platform, int pages, List<VirtualProcessor> processors) {
        this.processors = processors;
        memory = platform.allocate(pages).getFirst();
        mapping = platform.map(List.of(new PageRun(memory, 0, pages)), Access.READ_WRITE);
    }

    @Override
    public Handle memory() {
        return memory;
    }

    @Override
    public MemorySegment bytes() {
        return mapping.bytes();
    }

    @Override
    public List<VirtualProcessor> processors() {
        return processors;
    }

    @Override
    public void raise(int processor) {
        interrupts.release();
    }

    @Override
    public void line(int line, boolean isHigh) {}

    @Override
    public GuestSignal signal(int connectionId) {
        throw new PlatformException("no descriptor is left: connectionId=" + connectionId);
    }

    @Override
    public void close() {
        mapping.close();
        memory.close();
    }
}
