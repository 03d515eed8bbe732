// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.BitSet;

/// Which units of a stretch of memory are free. Whoever wants several gets consecutive ones; the
/// search goes on where the last one ended, so that freed units rest before they are used again.
///
/// - **Thread:** any. **Blocking:** never.
final class FreeUnits {
    private final int units;
    private final BitSet taken;
    private int free;
    private int next;

    FreeUnits(int units) {
        this.units = units;
        this.taken = new BitSet(units);
        this.free = units;
    }

    int units() {
        return units;
    }

    /// @return the first of them, or -1 if so many are not free side by side
    synchronized int tryTake(int count) {
        if (count > free) {
            return -1;
        }
        int first = find(next, units, count);
        if (first < 0) {
            first = find(0, units, count);
        }
        if (first >= 0) {
            taken.set(first, first + count);
            free -= count;
            next = first + count;
        }
        return first;
    }

    private int find(int from, int to, int count) {
        int first = taken.nextClearBit(from);
        while (first <= to - count) {
            int end = taken.nextSetBit(first);
            if (end < 0 || end - first >= count) {
                return first;
            }
            first = taken.nextClearBit(end);
        }
        return -1;
    }

    synchronized void giveBack(int first, int count) {
        taken.clear(first, first + count);
        free += count;
    }

    synchronized int free() {
        return free;
    }
}
