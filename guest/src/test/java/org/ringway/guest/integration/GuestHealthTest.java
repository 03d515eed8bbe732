// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;

final class GuestHealthTest {
    private final GuestHealth health =
            new GuestHealth(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private Branch pairs() {
        return (Branch) ((Branch) health.inspect()).child("keyValuePairs");
    }

    @Test
    void whoInspectsTheHostSeesWhatTheGuestSays() {
        assertEquals(branch("guest", leaf("heartbeats", 0), branch("keyValuePairs")),
                health.inspect());

        health.beat();
        health.knows(Map.of("NetworkAddressIPv4", "10.0.0.2", "OSName", "Debian"));

        assertEquals(branch("guest", leaf("heartbeats", 1), leaf("millisSinceHeartbeat", 0),
                branch("keyValuePairs", leaf("NetworkAddressIPv4", "10.0.0.2"),
                        leaf("OSName", "Debian"))), health.inspect());
    }

    @Test
    void keysAndValuesOfAHostileGuestAreCut() {
        String key = "k".repeat(InspectTree.MAX_NAME_BYTES);
        health.knows(Map.of(key + 1, "v".repeat(2000), key + 2, "v".repeat(2000), "", "nothing",
                "a\nb", "c\u0000d"));

        assertEquals(branch("keyValuePairs", leaf("a?b", "c?d"),
                leaf(key, "v".repeat(InspectTree.MAX_TEXT_BYTES))), pairs());

        health.knows(IntStream.range(0, 1000).boxed()
                .collect(Collectors.toMap(i -> "key" + i, i -> "value")));
        assertTrue(pairs().children().size() <= 32, pairs()::toString);
    }
}
