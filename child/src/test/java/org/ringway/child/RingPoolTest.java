// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.PlatformException;
import org.ringway.child.machine.OwnRegion;
import org.ringway.local.LocalPlatform;

@Timeout(60)
@DisplayName("rings for channels to come")
final class RingPoolTest {
    private static final RingSize SMALL = new RingSize(2, 3);
    private static final RingSize OTHER = new RingSize(3, 3);

    private final OwnMemory memory = new OwnMemory(new LocalPlatform());
    private final RingPool pool = memory.rings();

    private OwnRegion opened(RingSize options) {
        OwnRings rings = pool.take(options);
        pool.used(options);
        rings.discard();
        return rings.region();
    }

    /// On a slow machine they may be given back before they are asked for.
    private void openUntilReady(RingSize options) {
        while (pool.size() == 0) {
            opened(options);
            Thread.yield();
        }
    }

    @Test
    void oneChannelMakesNoneReady() {
        opened(SMALL);
        assertEquals(0, pool.size());
    }

    @Test
    void fromTheSecondOnSomeAreReadyAndEachIsHandedOutOnce() {
        Set<Long> pages = new HashSet<>();
        openUntilReady(SMALL);
        for (int i = 0; i < 5 * RingPool.SPARE; i++) {
            OwnRegion rings = opened(SMALL);
            assertEquals(5, rings.pages());
            assertTrue(pages.add(rings.firstPfn()), "seen before: " + rings);
            assertTrue(pool.size() <= RingPool.SPARE, "ready: " + pool.size());
        }
    }

    @Test
    void anotherSizeGetsItsOwn() {
        openUntilReady(SMALL);
        assertEquals(6, opened(OTHER).pages());
        openUntilReady(OTHER);
        assertEquals(6, opened(OTHER).pages());
        assertEquals(5, opened(SMALL).pages());
    }

    @Test
    void whatNobodyAsksForIsGivenBack() {
        openUntilReady(SMALL);
        while (pool.size() > 0) {
            Thread.yield();
        }
        assertEquals(5, opened(SMALL).pages());
    }

    @Test
    void nothingIsKeptOnceClosed() {
        openUntilReady(SMALL);
        pool.close();
        assertEquals(0, pool.size());
        pool.used(SMALL);
        pool.used(SMALL);
        assertEquals(0, pool.size());
        assertEquals(5, pool.take(SMALL).region().pages());
    }

    @Test
    void shortMemoryIsNobodysConcernUntilSomebodyOpens() {
        CountDownLatch tried = new CountDownLatch(2);
        RingPool starved = new RingPool(_ -> {
            tried.countDown();
            throw new PlatformException("not enough memory");
        }, new Background());
        while (tried.getCount() > 0) {
            starved.used(SMALL);
            Thread.yield();
        }
        assertEquals(0, starved.size());
        assertThrows(PlatformException.class, () -> starved.take(SMALL));
    }
}
