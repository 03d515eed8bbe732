// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

import java.util.List;

/// One processor of a virtual machine.
///
/// - **Thread:** one platform thread, but for [#interrupt].
public interface VirtualProcessor {
    /// {@return what this host's processor and hypervisor can show to a guest}
    List<CpuidLeaf> supportedCpuid();

    /// {@return the leaves by which the hypervisor shows Hyper-V's interface to a guest}
    List<CpuidLeaf> hyperVCpuid();

    /// Says what the guest sees, and enables its synthetic interrupt controller. Once, before
    /// [#run].
    ///
    /// @param leaves all there are
    void configure(List<CpuidLeaf> leaves);

    /// Sets the registers a kernel starts with. Only for the first processor; the others wait until
    /// the guest starts them.
    ///
    /// @param registers their values
    void start(BootRegisters registers);

    /// Runs until the guest needs something. Blocks in the kernel, on a virtual thread too.
    ///
    /// @return what it needs
    ProcessorExit run();

    /// Answers the last exit, if that was a read or a hypercall: the value goes to the guest with
    /// the next [#run].
    ///
    /// @param value what was read, or the status of the call
    void answer(long value);

    /// Makes the current or the next [#run] return. Any thread.
    void interrupt();
}
