// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringway.cli.Json;

final class HealthReportTest {
    private static String json(List<String> lines) {
        return Json.text(HealthReport.json("g", lines));
    }

    @Test
    void aGuestThatHasSaidNothingHasNoPairs() {
        List<String> lines = HealthReport.lines(0, null, Map.of());

        assertEquals(List.of("heartbeats=0", "millisSinceHeartbeat="), lines);
        assertEquals("{\"name\":\"g\",\"heartbeats\":\"0\",\"millisSinceHeartbeat\":\"\","
                + "\"pairs\":{}}", json(lines));
    }

    @Test
    void pairsAreSortedBehindWhatWeSay() {
        List<String> lines = HealthReport.lines(
                7, Duration.ofSeconds(2), Map.of("OSName", "Debian=13", "FQDN", "g.test"));

        assertEquals(List.of("heartbeats=7", "millisSinceHeartbeat=2000",
                "pair FQDN=g.test", "pair OSName=Debian=13"), lines);
        assertEquals("{\"name\":\"g\",\"heartbeats\":\"7\",\"millisSinceHeartbeat\":\"2000\","
                + "\"pairs\":{\"FQDN\":\"g.test\",\"OSName\":\"Debian=13\"}}", json(lines));
    }

    @Test
    void aPairIsNeverTakenForWhatWeSay() {
        List<String> lines = HealthReport.lines(0, null, Map.of(
                "heartbeats", "99", "name", "other", "pair x", "y", "", "nothing"));

        assertEquals(1, lines.stream().filter(line -> line.startsWith("heartbeats=")).count());
        assertEquals("{\"name\":\"g\",\"heartbeats\":\"0\",\"millisSinceHeartbeat\":\"\","
                + "\"pairs\":{\"\":\"nothing\",\"heartbeats\":\"99\",\"name\":\"other\","
                + "\"pair x\":\"y\"}}", json(lines));
    }

    @Test
    void ofTwoPairsThatLookAlikeTheLastOneCounts() {
        List<String> lines = HealthReport.lines(0, null, Map.of("a=b", "first", "a?b", "last"));

        assertEquals(List.of("pair a?b=first", "pair a?b=last"), lines.subList(2, 4));
        assertEquals("last", ((Map<?, ?>) HealthReport.json("g", lines).get("pairs")).get("a?b"));
    }
}
