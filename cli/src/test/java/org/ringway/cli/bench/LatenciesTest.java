// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void nothingAddedIsZero() {
        assertEquals(0, latencies.atMost(0.5));
    }

    @Test
    void smallTimesAreExact() {
        for (int nanos = 1; nanos <= 100; nanos++) {
            latencies.add(nanos);
        }
        assertEquals(50, latencies.atMost(0.5));
        assertEquals(99, latencies.atMost(0.99));
        assertEquals(100, latencies.atMost(1));
    }

    @Test
    void aPercentileIsTheOneOfSortedTimesRoundedUpByLessThanTwoPercent() {
        Random random = new Random(1);
        long[] times = random.doubles(10_000).mapToLong(d -> (long) Math.exp(d * 20)).toArray();
        Arrays.stream(times).forEach(latencies::add);
        Arrays.sort(times);
        for (double fraction : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = times[(int) Math.ceil(fraction * times.length) - 1];
            long found = latencies.atMost(fraction);
            assertTrue(found >= exact && found <= exact * 1.02,
                    "fraction=" + fraction + " exact=" + exact + " found=" + found);
        }
    }

    @Test
    void whatLastsForEverCountsAsTheLongest() {
        latencies.add(Long.MAX_VALUE);
        assertTrue(latencies.atMost(1) > 1_800_000_000_000L, "less than half an hour");
        assertEquals(1, latencies.count());
    }
}
