// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.synic;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.ringway.guest.boot.GuestPages;

/// The page in which a guest leaves signals that may be late: it stores a bit and calls nobody.
///
/// - **Thread:** one at a time.
public final class MonitorPage {
    /// How many monitors a page has.
    public static final int MONITORS = 128;

    private static final int PAGE = 4096;
    private static final int FIRST_PENDING = 8;
    private static final int GROUP_BYTES = 8;
    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final @Nullable MemorySegment page;

    /// @param memory of the guest
    /// @param address of the page, whatever the guest says; 0 means none
    public MonitorPage(GuestPages memory, long address) {
        page = address == 0 || address % PAGE != 0 ? null : memory.find(address, PAGE);
    }

    /// Takes a signal.
    ///
    /// @param monitor its number
    /// @return whether the guest has left it since the last look
    public boolean take(int monitor) {
        MemorySegment bits = page;
        if (bits == null) {
            return false;
        }
        long word = FIRST_PENDING + (long) monitor / Integer.SIZE * GROUP_BYTES;
        int bit = 1 << monitor % Integer.SIZE;
        // Partner: the guest's atomic set, after it has stored the index of the ring.
        return ((int) WORD.getAndBitwiseAnd(bits, word, ~bit) & bit) != 0;
    }
}
