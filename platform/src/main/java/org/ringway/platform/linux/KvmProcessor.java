// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.IntFunction;
import org.ringway.PlatformException;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.CpuidLeaf;
import org.ringway.hypervisor.ProcessorExit;
import org.ringway.hypervisor.VirtualProcessor;

/// A processor of KVM, and the page by which the kernel says why it stopped.
final class KvmProcessor implements VirtualProcessor {
    private static final int PROTECT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    /// The JVM's own handler of this signal does nothing, which is what is needed to end a call.
    private static final int WAKING_SIGNAL = 13;
    private static final int WORDS_OF_ENABLE_CAP = 26;
    private static final long IMMEDIATE_EXIT = 1;
    private static final VarHandle EXIT_FLAG = JAVA_BYTE.varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.allocateState(arena);
    private final Descriptor file;
    private final MemorySegment shared;
    private final KvmRun exits;
    private final List<CpuidLeaf> supportedCpuid;
    private volatile long runner;

    private KvmProcessor(int number, int bytes, List<CpuidLeaf> supportedCpuid) {
        this.supportedCpuid = supportedCpuid;
        file = new Descriptor(number, arena::close);
        long address = Libc.call(SystemCall.MMAP, 0, bytes, PROTECT_READ_WRITE, MAP_SHARED,
                number, 0);
        if (address < 0) {
            file.close();
        }
        Libc.check(SystemCall.MMAP, address);
        shared = Libc.memory(address, bytes, arena, start ->
                Libc.callAnyway(SystemCall.MUNMAP, start, bytes, 0, 0));
        exits = new KvmRun(shared);
    }

    static KvmProcessor of(int device, int machine, int index, int bytes) {
        return new KvmProcessor((int) Kvm.CREATE_VCPU.must(machine, index), bytes,
                KvmCpuid.ask(Kvm.GET_SUPPORTED_CPUID, device));
    }

    @Override
    public List<CpuidLeaf> supportedCpuid() {
        return supportedCpuid;
    }

    @Override
    public List<CpuidLeaf> hyperVCpuid() {
        return use(number -> KvmCpuid.ask(Kvm.GET_SUPPORTED_HV_CPUID, number));
    }

    /// The kernel wants the leaves first, for they say that there is such a controller.
    @Override
    public void configure(List<CpuidLeaf> leaves) {
        use(number -> {
            KvmCpuid.set(number, leaves);
            int[] capability = new int[WORDS_OF_ENABLE_CAP];
            capability[0] = KvmHypervisor.SYNIC2;
            return Kvm.ENABLE_CAP.must(number, capability);
        });
    }

    @Override
    public void start(BootRegisters registers) {
        use(number -> {
            KvmRegisters.set(number, registers);
            return number;
        });
    }

    private <T> T use(IntFunction<T> task) {
        int number = file.enter();
        if (number == Descriptor.CLOSED) {
            throw new PlatformException("processor is closed");
        }
        try {
            return task.apply(number);
        } finally {
            file.leave();
        }
    }

    @Override
    public ProcessorExit run() {
        int number = file.enter();
        if (number == Descriptor.CLOSED) {
            return new ProcessorExit.Interrupted();
        }
        try {
            return run(number);
        } finally {
            file.leave();
        }
    }

    private ProcessorExit run(int number) {
        // Stored before the kernel looks at the flag; interrupt() does both the other way round.
        runner = Libc.must(SystemCall.GETTID);
        long result = Libc.call(state, SystemCall.IOCTL, number, Kvm.RUN.number(), 0, 0, 0, 0);
        if (result == -Errno.EINTR || result == -Errno.EAGAIN) {
            EXIT_FLAG.setVolatile(shared, IMMEDIATE_EXIT, (byte) 0);
            return new ProcessorExit.Interrupted();
        }
        return result < 0
                ? new ProcessorExit.Failed("KVM_RUN failed: " + Errno.describe(-result))
                : exits.read();
    }

    @Override
    public void answer(long value) {
        exits.answer(value);
    }

    @Override
    public void interrupt() {
        int number = file.enter();
        if (number == Descriptor.CLOSED) {
            return;
        }
        try {
            EXIT_FLAG.setVolatile(shared, IMMEDIATE_EXIT, (byte) 1);
            if (runner != 0) {
                Libc.callAnyway(SystemCall.TGKILL, ProcessHandle.current().pid(), runner,
                        WAKING_SIGNAL, 0);
            }
        } finally {
            file.leave();
        }
    }

    void close() {
        file.close();
    }
}
