// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;

/// A JVM of its own, to be killed.
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /// Starts it and waits until it says that it is ready.
    static OtherProcess start(String role, Path socket) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"),
                OtherProcess.class.getName(), role, socket.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the other process did not get ready: role=" + role);
        }
        return new OtherProcess(process);
    }

    long pid() {
        return process.pid();
    }

    /// Ends it without a word, and waits until it is gone.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /// What the other process does: `listen`, or `hold` whatever comes over a link.
    public static void main(String[] arguments) throws Exception {
        var platform = new LinuxPlatform();
        Path socket = Path.of(arguments[1]);
        List<Object> held = new ArrayList<>();
        if (arguments[0].equals("listen")) {
            held.add(platform.listen(new ListenOptions(socket, 0600, OptionalInt.empty())));
        } else {
            held.add(hold(platform.connect(socket)));
        }
        System.out.write('!');
        System.out.flush();
        // Until it is killed, or whoever started it is gone.
        System.in.read();
        System.exit(held.size());
    }

    private static List<Handle> hold(ControlLink link) {
        while (true) {
            if (link.receive() instanceof Received.Message(_, var handles)) {
                return handles;
            }
            Thread.onSpinWait();
        }
    }
}
