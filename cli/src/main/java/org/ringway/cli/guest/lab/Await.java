// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.ringway.guest.GuestMachine;
import org.ringway.guest.integration.GuestHealth;

/// Waits, as long as [LabBus#LIMIT].
final class Await {
    private static final long PAUSE_MILLIS = 100;

    /// Something that is so or not.
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    private Await() {}

    /// Waits until a guest has said enough.
    ///
    /// @throws ScenarioFailure if it does not
    static void health(String what, GuestMachine guest, Predicate<GuestHealth> enough)
            throws InterruptedException {
        ScenarioFailure.unless(guest.health().await(enough, LabBus.LIMIT), missing(what));
    }

    /// Waits for what nobody tells of, such as who is listed: a timer looks again and again.
    ///
    /// @throws ScenarioFailure if it does not come
    static void that(String what, Condition condition) throws InterruptedException {
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        try {
            timer.scheduleWithFixedDelay(
                    () -> look(condition, held), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            held.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ScenarioFailure(missing(what));
        } catch (ExecutionException e) {
            throw new ScenarioFailure("cannot be looked at: what=" + what + ": " + e.getCause());
        } finally {
            timer.shutdownNow();
        }
    }

    private static void look(Condition condition, CompletableFuture<Boolean> held) {
        try {
            if (condition.holds()) {
                held.complete(true);
            }
        } catch (RuntimeException e) {
            held.completeExceptionally(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String missing(String what) {
        return "did not come: what=" + what + " seconds=" + LabBus.LIMIT.toSeconds();
    }
}
