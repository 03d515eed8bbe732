// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.verify.command.Ringway.Outcome;

@DisplayName("ringway listen and ringway connect, as processes")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TalkTest {
    @TempDir
    private Path folder;

    private Ringway ringway;
    private RunningRoot root;

    @BeforeEach
    void start() throws Exception {
        ringway = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()));
        root = ringway.startRoot();
    }

    @AfterEach
    void end() {
        root.close();
    }

    private RunningCommand listen(String... options) throws Exception {
        String[] words = new String[options.length + 2];
        words[0] = "listen";
        System.arraycopy(options, 0, words, 1, options.length);
        words[words.length - 1] = "hv://server/talk";
        return RunningCommand.listening(ringway.start(words));
    }

    private Outcome connect(String input, String... options) throws Exception {
        String[] words = new String[options.length + 2];
        words[0] = "connect";
        System.arraycopy(options, 0, words, 1, options.length);
        words[words.length - 1] = "hv://server/talk";
        return ringway.runReading(input, words);
    }

    @Test
    void whatIsTypedOnOneSideIsPrintedOnTheOtherAndBothEnd() throws Exception {
        try (RunningCommand server = listen()) {
            assertTrue(server.ready().startsWith(
                    "ringway listen: ready, address=hv://server/talk pid="), server.ready());
            server.type("answer\n");

            assertEquals(new Outcome(0, "answer\n", ""), connect("question\n"));

            assertEquals("question\n", server.output());
            assertEquals(0, server.process().waitFor());
        }
    }

    @Test
    void theEndOfInputEndsTheStreamThatWayOnly() throws Exception {
        try (RunningCommand server = listen("--exec", "wc -l")) {
            assertEquals("3", connect("1\n2\n3\n").out().strip());

            assertEquals(0, server.process().waitFor());
        }
    }

    @Test
    void aProgramIsToldWhoIsThereAndServesOneConnectionAfterTheOther() throws Exception {
        try (RunningCommand _ = listen("--keep", "--exec", "echo $RINGWAY_PEER; cat")) {
            for (int turn = 0; turn < 3; turn++) {
                assertEquals(new Outcome(0, "me\n" + turn, ""),
                        connect(Integer.toString(turn), "--as", "me"));
            }
        }
    }

    @Test
    void megabytesComeBackAsTheyWent() throws Exception {
        String much = "0123456789abcdef".repeat(1 << 18);
        try (RunningCommand _ = listen("--keep", "--exec", "cat")) {
            Outcome outcome = connect(much);

            assertEquals(0, outcome.exitCode(), outcome.err());
            assertTrue(much.equals(outcome.out()), "bytes=" + outcome.out().length());
        }
    }

    @Test
    void whoKeepsListeningHearsOneAfterTheOther() throws Exception {
        try (RunningCommand server = listen("--keep")) {
            server.type("");
            connect("one\n");
            connect("two\n");
            server.process().toHandle().destroy();

            assertEquals("one\ntwo\n", server.output());
        }
    }

    @Test
    void withJsonOneObjectTellsOfTheConnection() throws Exception {
        Path file = folder.resolve("heard");
        try (RunningCommand server = listen()) {
            server.type("answer\n");

            Outcome outcome = connect("question\n", "--json", "--output", file.toString());

            assertEquals(0, outcome.exitCode(), outcome.err());
            assertEquals("('server', 9, 7)", Ringway.value(outcome.out(),
                    "(it['peer']['name'], it['sentBytes'], it['receivedBytes'])"));
            assertEquals("answer\n", Files.readString(file));
        }
    }

    @Test
    void whoIsKilledIsReportedAndNotTakenForTheEnd() throws Exception {
        try (RunningCommand _ = listen("--exec", "kill -9 $PPID")) {
            Outcome outcome = connect("");

            assertEquals(1, outcome.exitCode());
            assertTrue(outcome.err().startsWith("ringway: the connection broke: with=server"),
                    outcome.err());
        }
    }

    @Test
    void aProgramThatFailsIsAFailure() throws Exception {
        try (RunningCommand server = listen()) {
            server.type("");
            Outcome outcome = connect("", "--exec", "exit 3");

            assertEquals(new Outcome(1, "", "ringway: the program failed: exitCode=3: what it says"
                    + " on standard error stands above\n"), outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hv://server/other, nobody listens there, start 'ringway listen hv://server/other'",
        "hv://nobody/talk, no such partition, see 'ringway ls' for who is there"})
    void whoCannotConnectIsToldWhy(String address, String why, String next) throws Exception {
        try (RunningCommand _ = listen()) {
            Outcome outcome = ringway.run("connect", address);

            assertEquals(1, outcome.exitCode());
            assertTrue(outcome.err().contains(why) && outcome.err().contains(next), outcome.err());
        }
    }

    @Test
    void aNameIsOnePartitions() throws Exception {
        try (RunningCommand _ = listen()) {
            Outcome outcome = ringway.run("listen", "hv://server/talk");

            assertEquals(1, outcome.exitCode());
            assertEquals("ringway: the name is taken: name=server: choose another one, or end the"
                    + " partition that has it\n", outcome.err());
        }
    }

    @Test
    void whoIsDeniedIsToldWhomToAsk() throws Exception {
        root.close();
        Path policy = Files.writeString(folder.resolve("policy.toml"),
                "[[offers]]\nnames = [\"other\"]\n");
        root = ringway.startRoot("--policy", policy.toString());

        Outcome denied = ringway.run("listen", "hv://server/talk");

        assertEquals(1, denied.exitCode());
        assertTrue(denied.err().contains("no rule of 1 for offers fits"), denied.err());
        assertTrue(denied.err().contains("ask who runs the root for a rule"), denied.err());
    }

    @Test
    void whoMayConnectCanBeSaid() throws Exception {
        try (RunningCommand server = listen("--from", "friend")) {
            server.type("");
            assertEquals(1, connect("", "--as", "stranger").exitCode());

            assertEquals(0, connect("", "--as", "friend").exitCode());
        }
    }
}
