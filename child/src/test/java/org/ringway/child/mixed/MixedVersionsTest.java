// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Several versions on one host: each party as it is today, with the others as they were.
///
/// `protocol-1-0.1.0.txt` is a whole life as it went over the wires at version 0.1.0.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MixedVersionsTest {
    private static final String VECTORS = "protocol-1-0.1.0.txt";

    static List<Step> recorded() throws IOException {
        try (InputStream file = MixedVersionsTest.class.getResourceAsStream(VECTORS)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).map(Step::of).toList();
        }
    }

    static Stream<Arguments> casts() {
        return Stream.of(
                Arguments.of("today's root with old children", true, Set.of()),
                Arguments.of("an old root with children of today", false,
                        Set.of(Side.PROVIDER, Side.CONSUMER)),
                Arguments.of("an old provider", true, Set.of(Side.CONSUMER)),
                Arguments.of("an old consumer", true, Set.of(Side.PROVIDER)),
                Arguments.of("an old root and an old provider", false, Set.of(Side.CONSUMER)),
                Arguments.of("an old root and an old consumer", false, Set.of(Side.PROVIDER)),
                Arguments.of("nobody is old", true, Set.of(Side.PROVIDER, Side.CONSUMER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casts")
    @DisplayName("whoever is of another version: the rest of the bus says what it used to say")
    void theRestOfTheBusSaysWhatItUsedToSay(String who, boolean root, Set<Side> today)
            throws Exception {
        List<Step> steps = recorded();
        long due = steps.stream().filter(step -> step instanceof Step.Message message
                && (message.toRoot() ? today.contains(message.side()) : root)).count();
        try (Replay replay = new Replay(root, today)) {
            assertEquals(due, replay.play(steps), who);
        }
        assertTrue(due > 20, "messages compared: " + due);
    }

    @Test
    void aRecordingIsReadAsItWasWritten() throws IOException {
        for (Step step : recorded()) {
            assertEquals(Step.line(step), Step.line(Step.of(Step.line(step))));
        }
    }
}
