// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.List;
import org.ringway.guest.synic.SynicPages;
import org.ringway.hypervisor.VirtualMachine;

/// How a guest is told something: into the pages of one of its processors, and an interrupt there.
///
/// - **Thread:** any.
final class Interrupts {
    private final VirtualMachine machine;
    private final List<SynicPages> pages;

    /// @param pages of each processor
    Interrupts(VirtualMachine machine, List<SynicPages> pages) {
        this.machine = machine;
        this.pages = pages;
    }

    /// {@return whether the guest has room for the message}
    ///
    /// @param processor the one that the guest has asked for; another one may not be
    boolean deliver(int processor, byte[] message) {
        int there = existing(processor);
        boolean delivered = pages.get(there).deliver(message);
        if (delivered) {
            machine.raise(there);
        }
        return delivered;
    }

    /// Sets the flag of a channel.
    void signal(int processor, int relId) {
        int there = existing(processor);
        if (pages.get(there).signal(relId)) {
            machine.raise(there);
        }
    }

    private int existing(int processor) {
        return processor >= 0 && processor < pages.size() ? processor : 0;
    }
}
