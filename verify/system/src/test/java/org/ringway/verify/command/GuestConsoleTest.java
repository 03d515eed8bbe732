// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The machine of a guest is this test, for it needs no guest.
@DisplayName("ringway guest console")
final class GuestConsoleTest extends CommandCase {
    private static final char LEAVE = 0x1D;

    private ServerSocketChannel machine;

    @BeforeEach
    void aMachineListens() throws Exception {
        Files.createDirectories(socket.getParent());
        machine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket.resolveSibling("guest-g.sock")));
    }

    @AfterEach
    void theMachineEnds() throws Exception {
        machine.close();
    }

    private static InputStream hear(SocketChannel console) throws Exception {
        InputStream in = Channels.newInputStream(console);
        assertEquals("console\n", text(in, 8));
        say(console, "ok\n");
        return in;
    }

    private static String text(InputStream in, int bytes) throws Exception {
        return new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private static void say(SocketChannel console, String text) throws Exception {
        Channels.newOutputStream(console).write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void type(Process process, String keys) throws Exception {
        OutputStream in = process.getOutputStream();
        in.write(keys.getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    @Test
    @DisplayName("on a terminal, hands on each key, and leaves the terminal as it was")
    void keysAreHandedOn() throws Exception {
        Path script = Files.writeString(folder.resolve("console.sh"), "stty --save; "
                + quoted(Ringway.command("guest", "console", "--socket", socket.toString(), "g"))
                + "; echo code=$?; stty --save\n");
        Process process = new ProcessBuilder(
                "script", "--quiet", "--command", "sh " + script, "/dev/null")
                .redirectErrorStream(true).start();
        try (SocketChannel console = machine.accept(); BufferedReader out = process.inputReader()) {
            InputStream in = hear(console);
            String before = out.readLine();
            say(console, "login:\r\n");
            assertEquals("login:", out.readLine().strip());
            for (String key : List.of("a", "\3", "\r", "\32")) {
                type(process, key);
                assertEquals(key, text(in, 1));
            }

            type(process, Character.toString(LEAVE));

            List<String> rest = out.readAllLines();
            assertEquals("code=0", rest.get(rest.size() - 2));
            assertEquals(before, rest.getLast());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String quoted(List<String> command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add("'" + word + "'"));
        return String.join(" ", words);
    }

    @Test
    @DisplayName("from a pipe, hands on every byte, and ends when the machine does")
    void bytesAreHandedOn() throws Exception {
        Process process = ringway.start("guest", "console", "--socket", socket.toString(), "g");
        try (SocketChannel console = machine.accept()) {
            InputStream in = hear(console);
            type(process, "a\n" + LEAVE);
            assertEquals("a\n" + LEAVE, text(in, 3));
            say(console, "over");
            console.shutdownOutput();

            assertEquals("over", new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.US_ASCII));
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }
}
