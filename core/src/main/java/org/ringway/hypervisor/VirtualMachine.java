// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ringway.platform.Handle;

/// One virtual machine.
///
/// - **Thread:** any; [#close] when no processor runs.
public interface VirtualMachine extends AutoCloseable {
    /// The synthetic interrupt source that VMBus uses.
    int VMBUS_SINT = 2;

    /// {@return all its memory as one region, page n at guest-physical address n times 4096}
    Handle memory();

    /// {@return all its memory, mapped; the guest writes it at any time}
    MemorySegment bytes();

    /// {@return the processors, in the order of their numbers}
    List<VirtualProcessor> processors();

    /// Raises the interrupt of [#VMBUS_SINT] on a processor, if the guest has set that source up.
    ///
    /// @param processor its number
    void raise(int processor);

    /// Sets an input of the interrupt controllers.
    ///
    /// @param line which one, 0 to 23
    /// @param isHigh its level
    void line(int line, boolean isHigh);

    /// Has the guest's signals for an event connection come here, without an exit.
    ///
    /// @param connectionId which one, not in use
    /// @return where they come
    /// @throws org.ringway.PlatformException if descriptors are short
    GuestSignal signal(int connectionId);

    /// Ends the machine; [#bytes] may not be touched any more. Idempotent.
    @Override
    void close();
}
