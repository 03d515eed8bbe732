// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.ringway.BusTimeoutException;
import org.ringway.child.machine.SeenOffer;
import org.ringway.memory.GpadlId;
import org.ringway.wire.WireBytes;

/// A thread's wait for something that the control thread does.
///
/// @param <T> what comes of it
abstract sealed class Pending<T> permits Pending.Done, Pending.Granted, Pending.Listed,
        Pending.Inspection, Pending.Subchannels, Pending.Allowed, Opening, Connecting {
    /// For a request without a result.
    static final class Done extends Pending<Boolean> {
        Done(String what) {
            super(what);
        }
    }

    /// For a grant.
    static final class Granted extends Pending<List<GpadlId>> {
        Granted(String what) {
            super(what);
        }
    }

    /// For a list.
    static final class Listed extends Pending<BusListing> {
        Listed() {
            super("list");
        }
    }

    /// For sub-channels that this partition may open.
    static final class Subchannels extends Pending<List<SeenOffer>> {
        Subchannels(String what) {
            super(what);
        }
    }

    /// For sub-channels that the other side may open.
    static final class Allowed extends Pending<Integer> {
        Allowed(String what) {
            super(what);
        }
    }

    /// For the live state of a partition.
    static final class Inspection extends Pending<WireBytes> {
        Inspection(String what) {
            super(what);
        }
    }

    /// Made by the thread that waits, so that the trace of an exception says who asked.
    private record Outcome<T>(Supplier<? extends T> value) {}

    private final String what;
    private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();

    /// @param what for people, with the names and numbers
    Pending(String what) {
        this.what = what;
    }

    /// Nothing came of it: lets go of what was made for it; on the control thread.
    void abandoned() {}

    /// {@return whether somebody still waits for it}
    final boolean complete(T value) {
        return outcome.complete(new Outcome<>(() -> value));
    }

    /// {@return whether somebody still waited for it}
    final boolean fail(Supplier<? extends RuntimeException> reason) {
        return outcome.complete(new Outcome<>(() -> {
            throw reason.get();
        }));
    }

    /// Waits for the outcome.
    ///
    /// @param giveUp told if the time has passed or the thread is interrupted before there is one
    final T await(Duration atMost, Runnable giveUp) throws InterruptedException {
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(atMost);
            return outcome.get(nanos, TimeUnit.NANOSECONDS).value().get();
        } catch (TimeoutException e) {
            if (fail(() -> new BusTimeoutException(
                    "no answer in time: " + what + " timeout=" + atMost))) {
                giveUp.run();
            }
        } catch (InterruptedException e) {
            if (fail(() -> new IllegalStateException(what, e))) {
                giveUp.run();
                throw e;
            }
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(what, e);
        }
        return outcome.join().value().get();
    }
}
