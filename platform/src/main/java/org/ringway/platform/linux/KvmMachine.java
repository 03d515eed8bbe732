// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.hypervisor.GuestSignal;
import org.ringway.hypervisor.MachineSize;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.hypervisor.VirtualProcessor;
import org.ringway.platform.Handle;
import org.ringway.platform.PageRun;

/// A virtual machine of KVM: memory is one memfd, interrupt controllers and timer are the kernel's.
final class KvmMachine implements VirtualMachine {
    private static final long TASK_STATE = 0xFFFB_D000L;
    private static final long IDENTITY_MAP = 0xFFFB_C000L;

    private final Descriptor file;
    private final LinuxHandle memory;
    private final LinuxMapping mapping;
    private final List<KvmProcessor> processors = new ArrayList<>();
    private boolean closed;

    private KvmMachine(int number, LinuxHandle memory, LinuxMapping mapping) {
        this.file = new Descriptor(number);
        this.memory = memory;
        this.mapping = mapping;
    }

    static KvmMachine of(int device, MachineSize size, Headroom headroom) {
        LinuxHandle memory = Regions.region(size.pages());
        LinuxMapping mapping = null;
        try {
            // As a ring's, because a guest's pages come when it touches them.
            mapping = (LinuxMapping) LinuxMapping.ofRing(
                    List.of(new PageRun(memory, 0, (int) size.pages())), List.of(), headroom);
            int number = (int) Kvm.CREATE_VM.must(device, 0);
            KvmMachine machine = new KvmMachine(number, memory, mapping);
            machine.setUp(device, number, size);
            return machine;
        } catch (PlatformException e) {
            if (mapping != null) {
                mapping.close();
            }
            memory.close();
            throw e;
        }
    }

    private void setUp(int device, int number, MachineSize size) {
        try {
            Kvm.SET_TSS_ADDR.must(number, TASK_STATE);
            try (var arena = Arena.ofConfined()) {
                Kvm.SET_IDENTITY_MAP_ADDR.must(number, arena.allocateFrom(
                        JAVA_LONG, IDENTITY_MAP));
            }
            Kvm.CREATE_IRQCHIP.must(number, 0);
            Kvm.CREATE_PIT2.must(number, new int[16]);
            placeMemory(number);
            KvmRoutes.set(number, size.processors());
            int bytes = (int) Kvm.GET_VCPU_MMAP_SIZE.must(device, 0);
            for (int i = 0; i < size.processors(); i++) {
                processors.add(KvmProcessor.of(device, number, i, bytes));
            }
        } catch (PlatformException e) {
            processors.forEach(KvmProcessor::close);
            file.close();
            throw e;
        }
    }

    /// `struct kvm_userspace_memory_region`: slot, flags, and three addresses of 64 bits.
    private void placeMemory(int number) {
        MemorySegment bytes = mapping.bytes();
        long length = bytes.byteSize();
        long address = bytes.address();
        Kvm.SET_USER_MEMORY_REGION.must(number, 0, 0, 0, 0, (int) length, (int) (length >>> 32),
                (int) address, (int) (address >>> 32));
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
        return List.copyOf(processors);
    }

    @Override
    public void raise(int processor) {
        setLine(KvmRoutes.FIRST_SINT_LINE + processor, 1);
    }

    @Override
    public void line(int line, boolean isHigh) {
        setLine(line, isHigh ? 1 : 0);
    }

    private void setLine(int line, int level) {
        int number = file.enter();
        if (number == Descriptor.CLOSED) {
            return;
        }
        try (var arena = Arena.ofConfined()) {
            // It fails while the guest has not set the source up: then nobody waits for it.
            Kvm.IRQ_LINE.attempt(number, arena.allocateFrom(JAVA_INT, line, level).address());
        } finally {
            file.leave();
        }
    }

    @Override
    public GuestSignal signal(int connectionId) {
        int number = file.enter();
        if (number == Descriptor.CLOSED) {
            throw new PlatformException("machine is closed: connectionId=" + connectionId);
        }
        try {
            return KvmSignal.of(file, number, connectionId);
        } finally {
            file.leave();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            processors.forEach(KvmProcessor::close);
            file.close();
            mapping.close();
            memory.close();
        }
    }
}
