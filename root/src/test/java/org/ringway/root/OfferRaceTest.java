// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.wire.Guid;

/// Providers that change their minds and consumers that open what they see, each on its own thread.
final class OfferRaceTest extends RootCase {
    private static final String LAST = "the race is over";

    private static FutureTask<Void> inThread(Runnable action) {
        FutureTask<Void> task = new FutureTask<>(action, null);
        Thread.ofPlatform().daemon().name("race").start(task);
        return task;
    }

    private static void join(FutureTask<Void> task) throws Exception {
        task.get(LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    private RacingConsumer consumer() {
        return new RacingConsumer(
                attached(local.allocate(RacingConsumer.MEMORY_PAGES).getFirst()),
                Guid.ofName(LAST));
    }

    @Test
    @DisplayName("opens and rescinds race: every request has one answer, every id an end")
    void offersAndRescindsRace() throws Exception {
        start(options());
        CountDownLatch end = new CountDownLatch(1);
        List<RacingProvider> providers = List.of(
                new RacingProvider(child(), "one"), new RacingProvider(child(), "two"));
        List<RacingConsumer> consumers = List.of(consumer(), consumer());
        CountDownLatch raced = new CountDownLatch(providers.size());
        List<FutureTask<Void>> providing = providers.stream().map(provider -> inThread(() -> {
            provider.race();
            raced.countDown();
            provider.answerUntil(end);
        })).toList();
        List<FutureTask<Void>> consuming = consumers.stream()
                .map(consumer -> inThread(consumer::race)).toList();
        assertTrue(raced.await(LIMIT_NANOS, TimeUnit.NANOSECONDS), "providers hang");
        Child last = child().greets("last").offers(1, LAST);
        for (FutureTask<Void> each : consuming) {
            join(each);
        }
        end.countDown();
        for (FutureTask<Void> each : providing) {
            join(each);
        }
        last.say(new RingwayToRoot.List(RingwayToRoot.List.CHANNELS))
                .hears(new RingwayToChild.ListEnd());
        for (RacingConsumer each : consumers) {
            String race = "opened=" + each.opened() + " rescinds=" + each.rescinds();
            assertTrue(each.opened() > 10 && each.rescinds() > 10, race);
        }
    }
}
