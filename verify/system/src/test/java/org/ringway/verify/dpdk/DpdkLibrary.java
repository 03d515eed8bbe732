// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The functions of the library that work on plain shared memory. Loading this class fails where
/// the library is not installed.
@SuppressWarnings("restricted") // a library that is not Java can only be called this way
final class DpdkLibrary {
    static final String NAME = "librte_bus_vmbus.so.23";

    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup(NAME, Arena.global());

    static final MethodHandle SEND = function("rte_vmbus_chan_send", FunctionDescriptor.of(
            JAVA_INT, ADDRESS, JAVA_SHORT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));
    static final MethodHandle SEND_RANGES = function("rte_vmbus_chan_send_sglist",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS));
    static final MethodHandle RECEIVE = function("rte_vmbus_chan_recv",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    static final MethodHandle RECEIVE_RAW = function("rte_vmbus_chan_recv_raw",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    static final MethodHandle SIGNAL_READ = function("rte_vmbus_chan_signal_read",
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle SIGNAL_WRITTEN =
            function("rte_vmbus_chan_signal_tx", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle IS_EMPTY = function(
            "rte_vmbus_chan_rx_empty", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));

    private DpdkLibrary() {}

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), signature);
    }
}
