// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.ringway.hypervisor.ProcessorExit;

/// `struct kvm_run`: why a processor has stopped, and where the answer goes. The kernel writes it;
/// the guest cannot.
final class KvmRun {
    private static final int REASON = 8;
    private static final int DETAILS = 32;
    private static final int PORT = 34;
    private static final int COUNT = 36;
    private static final int DATA_OFFSET = 40;
    private static final int MEMORY_DATA = 40;
    private static final int MEMORY_IS_WRITE = 52;
    private static final int CALL = 40;
    private static final int CALL_RESULT = 48;
    private static final int FAST_CALL = 1 << 16;

    private static final int IO = 2;
    private static final int MEMORY = 6;
    private static final int SHUTDOWN = 8;
    private static final int FAIL_ENTRY = 9;
    private static final int INTERRUPTED = 10;
    private static final int INTERNAL_ERROR = 17;
    private static final int SYSTEM_EVENT = 24;
    private static final int HYPERV = 27;
    private static final int SYNIC = 1;
    private static final int HYPERCALL = 2;
    private static final int CRASH = 3;

    private final MemorySegment shared;

    KvmRun(MemorySegment shared) {
        this.shared = shared;
    }

    ProcessorExit read() {
        int reason = shared.get(JAVA_INT, REASON);
        return switch (reason) {
            case IO -> port();
            case MEMORY -> memory();
            case HYPERV -> hyperV();
            case SHUTDOWN -> new ProcessorExit.Reset();
            case SYSTEM_EVENT -> shared.get(JAVA_INT, DETAILS) == CRASH
                    ? new ProcessorExit.Crash() : new ProcessorExit.Reset();
            case INTERRUPTED -> new ProcessorExit.Interrupted();
            case FAIL_ENTRY -> new ProcessorExit.Failed("the processor refuses to enter the guest:"
                    + " reason=0x" + Long.toHexString(shared.get(JAVA_LONG, DETAILS)));
            case INTERNAL_ERROR -> new ProcessorExit.Failed("KVM cannot emulate the guest:"
                    + " suberror=" + shared.get(JAVA_INT, DETAILS));
            default -> new ProcessorExit.Failed("KVM stopped for an unknown reason: exit="
                    + reason);
        };
    }

    private ProcessorExit port() {
        boolean isWrite = shared.get(JAVA_BYTE, DETAILS) == 1;
        int bytes = portBytes();
        int port = shared.get(JAVA_SHORT, PORT) & 0xFFFF;
        if (!isWrite) {
            answer(-1);
            return new ProcessorExit.PortRead(port, bytes);
        }
        return new ProcessorExit.PortWrite(port, bytes, portData().toArray(JAVA_BYTE));
    }

    private int portBytes() {
        return shared.get(JAVA_BYTE, DETAILS + 1);
    }

    private MemorySegment portData() {
        return shared.asSlice(shared.get(JAVA_LONG, DATA_OFFSET),
                (long) portBytes() * shared.get(JAVA_INT, COUNT));
    }

    private ProcessorExit memory() {
        boolean isWrite = shared.get(JAVA_BYTE, MEMORY_IS_WRITE) == 1;
        if (!isWrite) {
            shared.set(JAVA_LONG, MEMORY_DATA, -1);
        }
        return new ProcessorExit.NoMemory(shared.get(JAVA_LONG, DETAILS), isWrite);
    }

    private ProcessorExit hyperV() {
        int kind = shared.get(JAVA_INT, DETAILS);
        return switch (kind) {
            case SYNIC -> new ProcessorExit.SynicChange(shared.get(JAVA_LONG, CALL + 8),
                    shared.get(JAVA_LONG, CALL + 16), shared.get(JAVA_LONG, CALL + 24));
            case HYPERCALL -> {
                long call = shared.get(JAVA_LONG, CALL);
                yield new ProcessorExit.Hypercall((int) call & 0xFFFF, (call & FAST_CALL) != 0,
                        shared.get(JAVA_LONG, CALL + 16), shared.get(JAVA_LONG, CALL + 24));
            }
            default -> new ProcessorExit.Interrupted();
        };
    }

    /// Gives the guest what it asked for with the last exit; that stays where it is until the next
    /// run.
    void answer(long value) {
        switch (shared.get(JAVA_INT, REASON)) {
            case IO -> {
                MemorySegment data = portData();
                int bytes = portBytes();
                for (int i = 0; i < data.byteSize(); i++) {
                    data.set(JAVA_BYTE, i, (byte) (value >>> 8 * (i % bytes)));
                }
            }
            case HYPERV -> shared.set(JAVA_LONG, CALL_RESULT, value);
            default -> throw new IllegalStateException("nothing was asked");
        }
    }
}
