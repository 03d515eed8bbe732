// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void aListHasRangesAndSingleNumbers() {
        assertEquals(List.of(0, 1, 2, 5, 8, 9), Cores.parse(" 0-2,5,8-9\n"));
    }

    @Test
    void theTwoEndsWorkOnDifferentProcessors() {
        Cores cores = Cores.find();
        assumeTrue(cores.areTwo(), "there are no two cores here");
        assertNotEquals(cores.near(), cores.far());
    }
}
