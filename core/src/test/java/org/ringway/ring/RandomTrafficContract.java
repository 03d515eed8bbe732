// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Random steps of both sides: in one thread against a model, and in two that really wait for each
/// other. `-Dringway.seed=…` repeats one seed.
abstract class RandomTrafficContract extends RingCase {
    private static final int STEPS = 20_000;
    private static final int PACKETS = 60_000;

    RandomTrafficContract(RingContract contract) {
        super(contract);
    }

    static Stream<Long> seeds() {
        Long wanted = Long.getLong("ringway.seed");
        return wanted == null ? LongStream.rangeClosed(1, 12).boxed() : Stream.of(wanted);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("every answer is the model's")
    void everyAnswerIsTheModels(long seed) {
        Random random = new Random(seed);
        int pages = 1 + random.nextInt(4);
        RingUnderTest ring = ring(pages, 8 * random.nextInt(512 * pages));
        new RandomSteps(ring, random).run(STEPS);
    }

    @ParameterizedTest(name = "{0} pages, seed {1}")
    @CsvSource({"1, 1", "1, 2", "3, 3", "16, 4"})
    @DisplayName("two threads that wait for each other lose no packet and no signal")
    void noPacketAndNoSignalIsLost(int pages, long seed) throws Exception {
        new WaitingPair(ring(pages, 0), seed, PACKETS).run();
    }
}
