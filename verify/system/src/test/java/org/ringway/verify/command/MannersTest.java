// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.verify.command.Ringway.Outcome;

/// What every command has in common.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class MannersTest {
    @TempDir
    private Path folder;

    private Ringway ringway;

    @BeforeEach
    void nothingIsSet() {
        ringway = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "ls", "inspect", "top", "listen", "connect", "forward",
        "conformance", "doctor", "version"})
    void everyCommandExplainsItself(String command) throws Exception {
        Outcome outcome = ringway.run(command, "--help");

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.err()),
                () -> assertTrue(outcome.out().startsWith("Usage: ringway " + command),
                        outcome.out()),
                () -> assertTrue(outcome.out().contains("--json"), outcome.out()),
                () -> assertEquals("", outcome.err()));
    }

    @Test
    void theHelpNamesTheCommands() throws Exception {
        Outcome outcome = ringway.run("--help");

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.err()),
                () -> assertTrue(outcome.out().contains("  root "), outcome.out()),
                () -> assertTrue(outcome.out().contains("  ls "), outcome.out()),
                () -> assertTrue(outcome.out().contains("  doctor "), outcome.out()),
                () -> assertTrue(outcome.out().contains("  version "), outcome.out()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                 | no command given: see 'ringway --help'",
        "--bogus          | unknown argument: '--bogus': see 'ringway --help'",
        "doktor           | unknown argument: 'doktor', perhaps doctor or top or forward:"
                + " see 'ringway --help'",
        "version now      | unknown argument: 'now': see 'ringway version --help'",
        "doctor --socket  | Missing required parameter for option '--socket' (PATH):"
                + " see 'ringway doctor --help'",
        "top --count 0    | --count must be positive: count=0: see 'ringway top --help'",
        "top --interval 0 | --interval is out of range: seconds=0.0 range=0.05..3600.0:"
                + " see 'ringway top --help'",
        "connect hv://db | Invalid value for positional parameter at index 0 (ADDRESS): not an"
                + " address of the form hv://PARTITION/SERVICE: text=hv://db:"
                + " see 'ringway connect --help'",
        "listen hv://loopback/x | a partition listens under a name of its own:"
                + " partition=loopback; write one as in hv://docs-server/postgres:"
                + " see 'ringway listen --help'",
        "forward tcp://127.0.0.1:1 unix:x | neither end is on the bus: one of them has to be"
                + " hv://PARTITION/SERVICE: see 'ringway forward --help'",
        "forward hv://a/x udp://a:1 | Invalid value for positional parameter at index 1 (TO):"
                + " 'udp://a:1' is no end of a stream; write hv://PARTITION/SERVICE,"
                + " tcp://HOST:PORT or unix:PATH: see 'ringway forward --help'",
        "root --max-offers 0 | quota must be positive: offers=0: see 'ringway root --help'",
        "root --mode 9    | Invalid value for option '--mode': '9' is no mode; write three octal"
                + " digits, such as 660: see 'ringway root --help'",
        "root --group ?   | Invalid value for option '--group': no group '?' in /etc/group;"
                + " give its number: see 'ringway root --help'"})
    void aWrongArgumentIsOneLineAndExitCodeTwo(String words, String line) throws Exception {
        Outcome outcome = ringway.run(words == null ? new String[0] : words.split(" +"));

        assertEquals(new Outcome(2, "", "ringway: " + line + "\n"), outcome);
    }

    @Test
    void aFailureWithJsonIsAnObjectToo() throws Exception {
        Outcome outcome = ringway.run("version", "--json", "now");

        assertAll(
                () -> assertEquals(2, outcome.exitCode()),
                () -> assertEquals("unknown argument: 'now': see 'ringway version --help'",
                        Ringway.value(outcome.out(), "it['error']")),
                () -> assertEquals(1, outcome.err().lines().count(), outcome.err()));
    }

    @Test
    void theVersionIsOneObject() throws Exception {
        Outcome outcome = ringway.run("version", "--json");

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.err()),
                () -> assertEquals("5.3", Ringway.value(outcome.out(), "it['protocol']")),
                () -> assertEquals("", outcome.err()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "doctor", "version"})
    void noColourWhereThereIsNoTerminalAndNoWarningOfTheJvm(String word) throws Exception {
        Outcome outcome = ringway.run(word);

        assertAll(
                () -> assertFalse(outcome.out().contains("\u001b"), outcome.out()),
                () -> assertEquals("", outcome.err()));
    }
}
