// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.hypervisor.Hypervisor;
import org.ringway.hypervisor.MachineSize;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;

/// KVM with its emulation of Hyper-V's synthetic interrupt controller.
///
/// - **Thread:** any.
public final class KvmHypervisor implements Hypervisor {
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Path ROOT = Path.of("/");
    private static final int READ_AND_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int HERE = -100;
    private static final int VERSION = 12;
    /// `KVM_CAP_HYPERV_SYNIC2` and `KVM_CAP_HYPERV_EVENTFD`.
    static final int SYNIC2 = 148;
    private static final int EVENTFD = 154;

    private final Headroom headroom = new Headroom(ROOT);

    /// For [java.util.ServiceLoader].
    public KvmHypervisor() {}

    @Override
    public List<Diagnosis> diagnose() {
        if (Machine.find() != Machine.X86_64) {
            return List.of(poor("os.arch=" + System.getProperty("os.arch"),
                    "run guests on x86-64; nothing else of Ringway needs that"));
        }
        try (OpenFile device = open()) {
            check(device.number());
            return List.of(new Diagnosis("guests", Verdict.GOOD,
                    DEVICE + " with the synthetic interrupt controller", ""));
        } catch (PlatformException e) {
            int cut = e.getMessage().indexOf(": ");
            return List.of(poor(e.getMessage().substring(cut + 2),
                    e.getMessage().substring(0, cut)));
        }
    }

    /// A host without is fit for everything else.
    private static Diagnosis poor(String found, String fix) {
        return new Diagnosis("guests", Verdict.POOR, found, fix);
    }

    @Override
    public VirtualMachine create(MachineSize size) {
        headroom.check(size.pages() * 4096);
        try (OpenFile device = open()) {
            check(device.number());
            return KvmMachine.of(device.number(), size, headroom);
        }
    }

    /// A descriptor of this class alone.
    private record OpenFile(int number) implements AutoCloseable {
        @Override
        public void close() {
            Libc.callAnyway(SystemCall.CLOSE, number, 0, 0, 0);
        }
    }

    private static OpenFile open() {
        try (var arena = Arena.ofConfined()) {
            long number = Libc.call(SystemCall.OPENAT, HERE,
                    UnixAddress.name(DEVICE, arena).address(), READ_AND_WRITE | CLOSE_ON_EXEC);
            if (number < 0) {
                throw new PlatformException(advice(-number) + ": " + DEVICE + ": "
                        + Errno.describe(-number));
            }
            return new OpenFile((int) number);
        }
    }

    private static String advice(long errno) {
        return switch ((int) errno) {
            case Errno.ENOENT -> "modprobe kvm-intel or kvm-amd, or enable nested virtualization"
                    + " of the host above; `ringway guest lab` needs neither";
            case Errno.EACCES, 1 -> "become a member of the group kvm and log in again";
            default -> "enable virtualization in the firmware; `ringway guest lab` does without";
        };
    }

    private static void check(int device) {
        long version = Kvm.GET_API_VERSION.must(device, 0);
        if (version != VERSION) {
            throw new PlatformException("use a newer kernel: KVM_GET_API_VERSION=" + version);
        }
        require(device, SYNIC2, "KVM_CAP_HYPERV_SYNIC2");
        require(device, EVENTFD, "KVM_CAP_HYPERV_EVENTFD");
    }

    private static void require(int device, int capability, String name) {
        if (Kvm.CHECK_EXTENSION.must(device, capability) < 1) {
            throw new PlatformException("use a kernel built with CONFIG_KVM_HYPERV=y (4.17 or"
                    + " later), on a processor with virtualization: " + name + "=0");
        }
    }
}
