// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import static org.ringway.inspect.InspectTree.leaf;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.wire.WireBytes;

/// What a guest's services have said about it.
///
/// - **Thread:** any.
public final class GuestHealth {
    /// What [#inspect] is called.
    public static final String BRANCH = "guest";
    /// How often the guest's heart has beaten.
    public static final String BEATS = "heartbeats";
    /// How long ago it beat last, if it ever has.
    public static final String MILLIS_SINCE_BEAT = "millisSinceHeartbeat";

    /// A guest's daemon tells of ten.
    private static final int MAX_PAIRS = 32;

    private final Clock clock;
    private volatile @Nullable Instant lastBeat;
    private volatile long beats;
    private volatile Map<String, String> pairs = Map.of();

    /// @param clock tells when
    public GuestHealth(Clock clock) {
        this.clock = clock;
    }

    synchronized void beat() {
        lastBeat = clock.instant();
        beats++;
        notifyAll();
    }

    synchronized void knows(Map<String, String> said) {
        pairs = Map.copyOf(said);
        notifyAll();
    }

    /// Waits until the guest has said enough.
    ///
    /// @param enough looked at whenever it has said something; must not block
    /// @param atMost how long to wait
    /// @return whether it has; else the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public synchronized boolean await(Predicate<GuestHealth> enough, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean isEnough = enough.test(this);
        for (long left = atMost.toNanos(); !isEnough && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            isEnough = enough.test(this);
        }
        return isEnough;
    }

    /// {@return how often the guest's heart has beaten}
    public long beats() {
        return beats;
    }

    /// {@return how long ago it beat last, or null if it never has}
    public @Nullable Duration sinceBeat() {
        Instant last = lastBeat;
        return last == null ? null : Duration.between(last, clock.instant());
    }

    /// {@return what the guest's daemon says about its system, empty if there is none}
    public Map<String, String> pairs() {
        return pairs;
    }

    /// {@return all of it for whoever inspects the partition beside the guest}
    public InspectTree inspect() {
        List<InspectTree> facts = new ArrayList<>(List.of(leaf(BEATS, beats)));
        Duration since = sinceBeat();
        if (since != null) {
            facts.add(leaf(MILLIS_SINCE_BEAT, since.toMillis()));
        }
        facts.add(new Branch("keyValuePairs", inspectPairs()));
        return new Branch(BRANCH, facts);
    }

    /// Keys are the guest's, and may be any text: those that look alike when cut are one.
    private List<InspectTree> inspectPairs() {
        Map<String, InspectTree> leaves = new TreeMap<>();
        pairs.forEach((key, value) -> {
            String name = WireBytes.fit(key, InspectTree.MAX_NAME_BYTES);
            if (!name.isEmpty() && leaves.size() < MAX_PAIRS) {
                leaves.put(name, leaf(name, value));
            }
        });
        return List.copyOf(leaves.values());
    }
}
