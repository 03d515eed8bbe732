// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.conformance.ChildTrial;
import org.ringway.platform.linux.LinuxPlatform;
import org.ringway.verify.c.Compiler;
import org.ringway.verify.programs.TwoAtATime;

@DisplayName("ringway conformance child")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ChildConformanceTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT_OF_DEFECTS = Duration.ofSeconds(8);
    private static final Set<String> UNSEEN =
            Set.of("R7", "P14", "P15", "P16", "P20", "C7", "C8");
    private static final Set<String> OF_PROVIDERS = Set.of("R8", "R9", "E7");
    private static final Set<String> OF_CONSUMERS = Set.of("L9");
    private static final String PROGRAM = "conformance";

    private static final String SECOND_LOOK = """
            atomic_store_explicit(&in->interrupt_mask, 0, memory_order_relaxed);
                // Wish and mask store before index loads, else both sides may sleep.
                atomic_thread_fence(memory_order_seq_cst);
                int found = is_there(channel, what);""";
    private static final String NO_SECOND_LOOK = """
            usleep(100), atomic_store(&in->interrupt_mask, 0);
                int found = 0;""";

    @TempDir
    private Path folder;

    private ChildTrial trial(Duration limit, List<String> command) {
        return trial(folder, limit, command);
    }

    private static ChildTrial trial(Path where, Duration limit, List<String> command) {
        return new ChildTrial(new LinuxPlatform(), where.resolve("root.sock"), limit, command);
    }

    /// @param text in the side in C, and what is written in its place
    private record Defect(String name, Set<String> rules, String text, String replacement) {}

    private static Set<String> untried(String role) {
        Set<String> untried = new HashSet<>(UNSEEN);
        untried.addAll(role.equals("provider") ? OF_CONSUMERS : OF_PROVIDERS);
        return untried;
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "consumer"})
    void ourChildKeepsEveryRule(String role) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "org.ringway.examples.Conformance", role);

        Verdicts.of(trial(LIMIT, command)).assertBrokenAndUntried(Set.of(), untried(role));
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "consumer"})
    void theSideInCKeepsEveryRule(String role) throws Exception {
        String program = Compiler.programOfClient(PROGRAM).toString();

        Verdicts.of(trial(LIMIT, List.of(program, role)))
                .assertBrokenAndUntried(Set.of(), untried(role));
    }

    private static Stream<Defect> defects() {
        return Stream.concat(defectsOfRings(), defectsOfChannels());
    }

    private static Stream<Defect> defectsOfRings() {
        return Stream.of(
                new Defect("writes no trailer", Set.of("K1"),
                        "put64(at + length, (uint64_t) out->write << 32);",
                        "put64(at + length, 0);"),
                new Defect("leaves old bytes behind a payload", Set.of("P21"),
                        "put64(at + length - 8, 0); // no stale bytes behind the payload", ""),
                new Defect("signals for every packet", Set.of("S3"),
                        "return atomic_load_explicit(&control->read_index, memory_order_relaxed)"
                                + " == before;", "return 1;"),
                new Defect("does not look at the mask", Set.of("S2"),
                        "if (atomic_load_explicit(&control->interrupt_mask, memory_order_relaxed)"
                                + " != 0)", "if (0)"),
                new Defect("sleeps without a second look", Set.of("S4"),
                        SECOND_LOOK, NO_SECOND_LOOK),
                new Defect("never signals for room", Set.of("S5"),
                        "if (wish == 0)\n        return RW_OK;", "return RW_OK;"),
                new Defect("completes twice", Set.of("K3"),
                        "        packet->wants_completion = 0;\n    }",
                        "        packet->wants_completion = 0;\n"
                                + "        put(channel, RW_COMPLETION, 0, packet->id, 0, bytes,"
                                + " &body);\n    }"),
                new Defect("believes a length", Set.of("P4"),
                        "|| length + TRAILER > available || flags > 1", "|| flags > 1"),
                new Defect("does not look at flags", Set.of("P6"),
                        "|| length + TRAILER > available || flags > 1",
                        "|| length + TRAILER > available"));
    }

    private static Stream<Defect> defectsOfChannels() {
        return Stream.of(
                new Defect("hangs up without a goodbye", Set.of("E2"),
                        "if (ring_bell(fd, GOODBYE) < 0 && errno == EAGAIN) {", "if (0) {"),
                new Defect("closes twice", Set.of("E2", "E3"),
                        "if (channel->state == OPEN)\n        say_numbers(",
                        "if (channel->state == OPEN)\n        say_numbers(bus, CLOSE_CHANNEL, 1,"
                                + " channel->id, 0, 0);\n    if (channel->state == OPEN)\n"
                                + "        say_numbers("),
                new Defect("gives the ring back too early", Set.of("E7"),
                        "        return RW_OK; // it is mapped here until CloseChannel, which"
                                + " answers this", "        (void) 0;"),
                new Defect("maps less than was said", Set.of("R10"),
                        "if ((uint64_t) file.st_size / RW_PAGE < run->pages\n            || run",
                        "if (0 && run"));
    }

    @TestFactory
    Stream<DynamicTest> plantedDefectsAreFoundAndNamed() {
        return TwoAtATime.tests(defects().toList(), defect -> "a side in C that " + defect.name
                + " breaks " + defect.rules + " and nothing else", this::isFoundAndNamed);
    }

    private void isFoundAndNamed(Defect defect) throws Exception {
        String name = defect.name.replace(' ', '-');
        Path program =
                Compiler.programWithDefect(PROGRAM, name, defect.text, defect.replacement);
        Path where = Files.createDirectory(folder.resolve(name));

        Verdicts.of(trial(where, LIMIT_OF_DEFECTS, List.of(program.toString(), "provider")))
                .assertBroken(defect.rules);
    }

    @Test
    void aProgramThatSomebodyElseStartsIsTriedJustSo() throws Exception {
        String program = Compiler.programOfClient(PROGRAM).toString();
        ProcessBuilder loop = new ProcessBuilder(
                "sh", "-c", "while :; do \"$0\" provider; done", program)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        loop.environment().put("RINGWAY_SOCKET", folder.resolve("root.sock").toString());
        Process shell = loop.start();
        Set<String> some = Set.of("V5", "H6", "E1", "K1", "E6", "P4", "C3");
        try {
            Verdicts.of(trial(LIMIT, List.of()), rule -> some.contains(rule.id()))
                    .assertBrokenAndUntried(Set.of(), Set.of());
        } finally {
            List<ProcessHandle> programs = shell.descendants().toList();
            shell.destroyForcibly();
            programs.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, V5", "true, V5"})
    void whoDoesNotComeIsNotTried(boolean isStarted, String rule) {
        List<String> command = isStarted ? List.of("true") : List.of();

        Verdicts.of(trial(Duration.ofMillis(300), command), each -> each.id().equals(rule))
                .assertBrokenAndUntried(Set.of(), Set.of(rule));
    }
}
