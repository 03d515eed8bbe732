// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;
import org.ringway.RefusedException;
import org.ringway.child.ChildPartition;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.wire.PartitionId;

/// Of all that begins to serve a guest, the newest stays.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostSidesTest {
    private static final int SERVICES = 4;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final HostOffers offered = new HostOffers();
    private final List<PartitionId> begun = new ArrayList<>();
    private final PlayedListener listener = new PlayedListener();
    private TestRoot root;
    private ChildPartition host;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        root = new TestRoot(folder);
        host = root.join("guest-host");
    }

    @AfterEach
    void end() {
        closing.countDown();
        host.close();
        root.close();
    }

    private HostSides sides(HostSides.Beginning beginning) {
        return new HostSides(beginning, listener, closing);
    }

    private HostSide begin(PartitionId guest) throws InterruptedException {
        begun.add(guest);
        return HostSide.start(host, guest, new GuestHealth(Clock.systemUTC()), GuestReach.ALL,
                offered, listener);
    }

    private int services() throws InterruptedException {
        return host.list().offers().size();
    }

    @Test
    void anOlderTurnDoesNotBegin() throws InterruptedException {
        HostSides sides = sides(this::begin);
        long older = sides.turn();
        long newer = sides.turn();

        sides.begin(newer, new PartitionId(8));
        sides.begin(older, new PartitionId(7));

        assertEquals(List.of(new PartitionId(8)), begun);
        assertEquals(SERVICES, services());
    }

    @Test
    void theNextTurnEndsTheOneBefore() throws InterruptedException {
        HostSides sides = sides(this::begin);
        sides.begin(sides.turn(), new PartitionId(7));

        sides.begin(sides.turn(), new PartitionId(8));
        assertEquals(SERVICES, services());

        sides.end();
        assertEquals(0, services());
    }

    /// The machine ends while its services begin.
    @Test
    void whatHasBegunTooLateEnds() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        HostSides sides = sides(guest -> {
            HostSide begun = begin(guest);
            inside.countDown();
            ended.await();
            return begun;
        });
        long turn = sides.turn();
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                sides.begin(turn, new PartitionId(7));
                over.complete(true);
            } catch (InterruptedException e) {
                over.completeExceptionally(e);
            }
        });
        inside.await();
        assertEquals(SERVICES, services());

        sides.end();
        ended.countDown();
        over.join();

        assertEquals(0, services());
    }

    @Test
    void aFailureIsToldOnceAndTriedAgain() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        HostSides sides = sides(guest -> {
            if (tries.incrementAndGet() < 3) {
                throw new PlatformException("no descriptor is left: limit=9");
            }
            throw new RefusedException("not here", 5);
        });

        sides.beginSoon(new PartitionId(7));

        assertEquals("the guest's services do not begin yet: org.ringway.PlatformException:"
                + " no descriptor is left: limit=9", listener.notes.take());
        assertEquals("the other root refuses the guest's services: not here: status=0x5",
                listener.notes.take());
    }
}
