// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FreeUnitsTest {
    private record Run(int first, int count) {}

    @Test
    @DisplayName("units that were just given back rest until all others were used")
    void freedUnitsRest() {
        FreeUnits units = new FreeUnits(4);
        assertEquals(0, units.tryTake(1));
        units.giveBack(0, 1);
        assertEquals(1, units.tryTake(1));
        assertEquals(2, units.tryTake(2));
        assertEquals(0, units.tryTake(1));
        assertEquals(-1, units.tryTake(1));
    }

    @Test
    @DisplayName("free units that do not lie side by side serve nobody who wants more")
    void unitsMustLieSideBySide() {
        FreeUnits units = new FreeUnits(5);
        assertEquals(0, units.tryTake(5));
        units.giveBack(0, 1);
        units.giveBack(2, 1);
        units.giveBack(4, 1);
        assertEquals(-1, units.tryTake(2));
        units.giveBack(3, 1);
        assertEquals(2, units.tryTake(3));
        assertEquals(1, units.free());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("finds room whenever there is some, and never gives a unit out twice")
    void findsRoomWheneverThereIsSome(long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(200);
        FreeUnits units = new FreeUnits(size);
        BitSet taken = new BitSet();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextBoolean() && !runs.isEmpty()) {
                Run run = runs.remove(random.nextInt(runs.size()));
                units.giveBack(run.first, run.count);
                taken.clear(run.first, run.first + run.count);
            } else {
                Run run = new Run(0, 1 + random.nextInt(20));
                int first = units.tryTake(run.count);
                assertEquals(hasRoom(taken, size, run.count), first >= 0, "room for " + run.count);
                if (first >= 0) {
                    assertFalse(taken.get(first, first + run.count).cardinality() > 0);
                    taken.set(first, first + run.count);
                    runs.add(new Run(first, run.count));
                }
            }
            assertEquals(size - taken.cardinality(), units.free());
        }
    }

    private static boolean hasRoom(BitSet taken, int size, int count) {
        int run = 0;
        for (int i = 0; i < size; i++) {
            run = taken.get(i) ? 0 : run + 1;
            if (run == count) {
                return true;
            }
        }
        return false;
    }
}
