// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

/// Why a processor has stopped.
public sealed interface ProcessorExit {
    /// The guest reads a port; [VirtualProcessor#answer] says what is there, else it reads ones.
    ///
    /// @param port which one
    /// @param bytes 1, 2 or 4
    record PortRead(int port, int bytes) implements ProcessorExit {}

    /// The guest writes a port.
    ///
    /// @param port which one
    /// @param bytes 1, 2 or 4 at a time
    /// @param data one or more values, one after the other
    record PortWrite(int port, int bytes, byte[] data) implements ProcessorExit {}

    /// The guest touches an address where no memory is. A read finds ones.
    ///
    /// @param address which one
    /// @param isWrite whether it writes
    record NoMemory(long address, boolean isWrite) implements ProcessorExit {}

    /// The guest has set up its synthetic interrupt controller.
    ///
    /// @param control bit 0: on
    /// @param eventPage bit 0: on; the rest is the address of the page with event flags
    /// @param messagePage likewise, with message slots
    record SynicChange(long control, long eventPage, long messagePage) implements ProcessorExit {}

    /// The guest calls; [VirtualProcessor#answer] gives the status.
    ///
    /// @param code what it wants
    /// @param isFast whether the parameters are values, not addresses
    /// @param first parameter
    /// @param second parameter
    record Hypercall(int code, boolean isFast, long first, long second) implements ProcessorExit {}

    /// The guest's kernel has reported its own crash.
    record Crash() implements ProcessorExit {}

    /// The guest wants to begin anew, or has no other way: a fault upon a fault upon a fault.
    record Reset() implements ProcessorExit {}

    /// [VirtualProcessor#interrupt] was called, or nothing happened.
    record Interrupted() implements ProcessorExit {}

    /// The hypervisor cannot go on.
    ///
    /// @param text why
    record Failed(String text) implements ProcessorExit {}
}
