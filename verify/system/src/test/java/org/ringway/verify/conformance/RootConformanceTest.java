// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.conformance.RootTrial;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.platform.linux.LinuxPlatform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;

@DisplayName("ringway conformance root")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RootConformanceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Set<String> UNSEEN = Set.of("M18", "M19", "G8", "G10");

    private final Platform platform = new LinuxPlatform();

    @TempDir
    private Path folder;
    private RootPartition root;

    @BeforeEach
    void startRoot() {
        root = RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                new ListenOptions(socket(), 0600, OptionalInt.empty())));
    }

    @AfterEach
    void stopRoot() {
        root.close();
    }

    private Path socket() {
        return folder.resolve("root.sock");
    }

    @Test
    void ourRootKeepsEveryRule() {
        Verdicts.of(new RootTrial(platform, socket(), LIMIT))
                .assertBrokenAndUntried(Set.of(), UNSEEN);
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of("forgets UnloadComplete", Set.of("M11"),
                        Alterations.forgets(17)),
                Arguments.of("answers a GPADL of many messages under another number",
                        Set.of("G0"), Alterations.wrongNumberAfterBodies()),
                Arguments.of("gives an id away that nobody has released", Set.of("O5"),
                        Alterations.reusesIds()),
                Arguments.of("believes that a short message is a whole one", Set.of("M1"),
                        Alterations.padsWhatItHears()),
                Arguments.of("offers twice", Set.of("O2"), Alterations.offersTwice()),
                Arguments.of("hears RequestOffers any number of times", Set.of("M5"),
                        Alterations.hearsOneRequest()),
                Arguments.of("takes a lost provider for one that has closed", Set.of("L6"),
                        Alterations.nobodyIsLost()),
                Arguments.of("does not answer ModifyChannel", Set.of("M9"),
                        Alterations.forgets(24)),
                Arguments.of("says yes to a version it does not speak", Set.of("V2", "M14"),
                        Alterations.speaksEverything()));
    }

    @ParameterizedTest(name = "a root that {0} breaks {1} and nothing else")
    @MethodSource("defects")
    void plantedDefectsAreFoundAndNamed(String defect, Set<String> rules,
            AlteredRoot.Alteration alteration) throws Exception {
        Path altered = folder.resolve("altered.sock");
        try (AlteredRoot _ = AlteredRoot.between(platform, altered, socket(), alteration)) {
            Verdicts.of(new RootTrial(platform, altered, Duration.ofSeconds(5)))
                    .assertBroken(rules);
        }
    }
}
