// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.model;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.programs.Program;
import org.ringway.verify.programs.TwoAtATime;

/// Has SPIN search every schedule of the ring's signalling model, then breaks the model's rules one
/// by one and expects SPIN to find the harm: a rule whose absence nobody notices is either needless
/// or badly modelled. What the model holds is said in `src/test/promela/README.md`.
@Timeout(value = 150, unit = TimeUnit.SECONDS)
final class SignallingModelTest {
    private static final Path MODEL = Path.of("src/test/promela/ring.pml");

    /// Each command's own limit; a healthy one needs a tenth of it.
    private static final long SECONDS_PER_COMMAND = 120;

    @TempDir
    private Path directory;

    @BeforeAll
    static void theToolsArePresent() {
        List<String> missing = Stream.of("spin", "gcc").filter(tool -> !isOnPath(tool)).toList();
        if (!missing.isEmpty()) {
            Program.missing(
                    "not on the PATH: " + missing + " (Debian: apt-get install spin gcc)");
        }
    }

    @Test
    void noScheduleLosesAWakeUpOrAPacket() throws Exception {
        String verdict = search(directory, Search.SAFETY, "-O2", "-DPACKETS=4");

        assertNothingFound(verdict);
    }

    @Test
    void everyScheduleEnds() throws Exception {
        String verdict = search(directory, Search.TERMINATION, "-O2", "-DPACKETS=3");

        assertNothingFound(verdict);
    }

    @TestFactory
    Stream<DynamicTest> aBrokenRuleDoesTheHarmItIsThereToPrevent() {
        return TwoAtATime.tests(List.of(Rule.values()), Rule::toString, this::doesItsHarm);
    }

    private void doesItsHarm(Rule rule) throws Exception {
        Path where = Files.createDirectory(directory.resolve(rule.name()));
        String verdict = search(
                where, rule.harm.search, "-O0", "-DPACKETS=3", "-D" + rule.name());

        assertAll(
            () -> assertFalse(verdict.contains("errors: 0"), verdict),
            () -> assertTrue(verdict.contains(rule.harm.words), verdict));
    }

    /// Keeps a rule from being added to the model and never being broken here.
    @Test
    void everyRuleOfTheModelIsInThisTest() throws Exception {
        Pattern rule = Pattern.compile("BROKEN\\(([A-Z_]+)\\)|#ifdef ([A-Z_]{4,})");

        Set<String> inTheModel = rule.matcher(Files.readString(MODEL)).results()
            .map(SignallingModelTest::whicheverGroup)
            .filter(name -> !name.equals("RULE"))       // the comment that explains BROKEN
            .collect(Collectors.toCollection(TreeSet::new));

        Set<String> inThisTest = Stream.of(Rule.values())
            .map(Rule::name)
            .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(inThisTest, inTheModel);
    }

    private static String whicheverGroup(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static void assertNothingFound(String verdict) {
        assertAll(
            () -> assertTrue(verdict.contains("errors: 0"), verdict),
            () -> assertTrue(verdict.contains("Full statespace search for:"), verdict),
            () -> assertFalse(verdict.contains("max search depth too small"), verdict),
            () -> assertFalse(verdict.contains("Search not completed"), verdict),
            () -> assertFalse(verdict.contains("MEMLIM"), verdict));
    }

    /// Generates, compiles and runs the verifier, and returns all it had to say.
    private static String search(Path directory, Search search, String optimisation,
            String... switches) throws IOException, InterruptedException {
        Files.copy(MODEL, directory.resolve("ring.pml"));

        List<String> generate = new ArrayList<>(List.of("spin", "-a"));
        generate.addAll(List.of(switches));
        generate.add("ring.pml");
        assertSucceeds(directory, generate);
        assertSucceeds(directory, List.of("gcc", optimisation, "-w", search.kind, "-DCOLLAPSE",
            "-DMEMLIM=1024", "-o", "pan", "pan.c"));

        List<String> verify = new ArrayList<>(List.of("./pan", "-m20000"));
        verify.addAll(search.flags);
        Outcome outcome = run(directory, verify);
        assertEquals(0, outcome.status, outcome.output);
        return outcome.output;
    }

    private static void assertSucceeds(Path directory, List<String> command)
            throws IOException, InterruptedException {
        Outcome outcome = run(directory, command);
        assertEquals(0, outcome.status, () -> command + " said:\n" + outcome.output);
    }

    /// Lets the command write into a file, so that it never waits for us to read.
    private static Outcome run(Path directory, List<String> command)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        try {
            boolean ended = process.waitFor(SECONDS_PER_COMMAND, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertTrue(ended, () -> command + " took too long, and said:\n" + text);
            return new Outcome(process.exitValue(), text);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isOnPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private record Outcome(int status, String output) {}

    /// How the verifier is compiled and run for the question asked.
    private enum Search {
        /// Is an assertion ever false, or does everyone ever wait for each other?
        SAFETY("-DSAFETY"),

        /// Is there an endless run? The model marks nothing as progress, so any cycle counts.
        TERMINATION("-DNP", "-l");

        private final String kind;
        private final List<String> flags;

        Search(String kind, String... flags) {
            this.kind = kind;
            this.flags = List.of(flags);
        }
    }

    /// What a broken rule leads to, in the verifier's words.
    private enum Harm {
        ASLEEP_FOR_EVER(Search.SAFETY, "invalid end state"),
        WRONG_RESULT(Search.SAFETY, "assertion violated"),
        ENDLESS_LOOP(Search.TERMINATION, "non-progress cycle");

        private final Search search;
        private final String words;

        Harm(Search search, String words) {
            this.search = search;
            this.words = words;
        }
    }

    /// The rules of the model, by the switch that breaks them.
    enum Rule {
        NO_FENCE_PUBLISH(Harm.ASLEEP_FOR_EVER,
            "publish: a full fence between storing In and loading the mask and Out"),
        NO_FENCE_UNMASK(Harm.ASLEEP_FOR_EVER,
            "unmask: a full fence between clearing the mask and loading In again"),
        NO_FENCE_COMMIT(Harm.ASLEEP_FOR_EVER,
            "commit: a full fence between storing Out and loading the pending send size"),
        NO_FENCE_PENDING(Harm.ASLEEP_FOR_EVER,
            "blocked producer: a full fence between storing its wish and loading Out again"),
        NO_RECHECK_UNMASK(Harm.ASLEEP_FOR_EVER,
            "the consumer looks once more after it unmasked, before it blocks"),
        NO_RECHECK_PENDING(Harm.ASLEEP_FOR_EVER,
            "the producer looks once more after it stored its wish, before it blocks"),
        NO_RELEASE_PUBLISH(Harm.WRONG_RESULT,
            "In is stored with release, so it never overtakes the packet's bytes"),
        NO_RESERVED_UNIT(Harm.WRONG_RESULT,
            "the last unit stays free, so equal indices mean empty and nothing else"),
        COMMIT_BEFORE_TAKE(Harm.WRONG_RESULT,
            "room is given back only after its bytes have been copied out"),
        BATCH_LAST_INDEX(Harm.ASLEEP_FOR_EVER,
            "a batch compares Out with the index before the whole batch"),
        BLOCK_UNPUBLISHED(Harm.ASLEEP_FOR_EVER,
            "a producer publishes what it has written before it waits for room"),
        SLEEP_UNCOMMITTED(Harm.ASLEEP_FOR_EVER,
            "a consumer commits what it has read before it waits for data"),
        PUBLISH_CACHED_OUT(Harm.ASLEEP_FOR_EVER,
            "publish decides about the signal on a fresh Out, not on a cached one"),
        COMMIT_CACHED_IN(Harm.ASLEEP_FOR_EVER,
            "commit decides about the signal on a fresh In, not on a cached one"),
        COMMIT_HEEDS_MASK(Harm.ASLEEP_FOR_EVER,
            "the mask concerns data only; it never holds back a signal about room"),
        WISH_NOT_ROUNDED(Harm.ASLEEP_FOR_EVER,
            "a pending send size that is no whole unit is rounded down"),
        WISH_DROPPED_ON_WAKE(Harm.ASLEEP_FOR_EVER,
            "a wish stands until it has come true, whatever wakes the producer"),
        TOKEN_CLEARED_LATE(Harm.ASLEEP_FOR_EVER,
            "the doorbell is cleared before the ring is looked at, never after"),
        HANGUP_IGNORED(Harm.ASLEEP_FOR_EVER,
            "a hang-up wakes whoever waits"),
        LEFT_UNDRAINED(Harm.WRONG_RESULT,
            "a hang-up is believed only after the ring has been read to its end"),
        BYE_ABSORBED(Harm.WRONG_RESULT,
            "the last byte of an orderly close is never absorbed like a signal"),
        LOSS_NOT_HEEDED(Harm.ENDLESS_LOOP,
            "a producer that knows of its peer's loss stops asking for room");

        private final Harm harm;
        private final String protects;

        Rule(Harm harm, String protects) {
            this.harm = harm;
            this.protects = protects;
        }

        @Override
        public String toString() {
            return name() + ": " + protects;
        }
    }
}
