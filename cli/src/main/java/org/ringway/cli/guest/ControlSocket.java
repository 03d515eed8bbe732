// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringway.child.RootSocket;
import org.ringway.cli.CommandFailure;

/// Where the machine of a running guest takes orders from its owner: a Unix socket for its owner
/// alone, beside the root's, or in the owner's own folder if the root is somebody else's. One line
/// is an order; the answer is `ok` or `no WHY`, and perhaps more lines, until the end.
final class ControlSocket {
    static final String OK = "ok";
    static final String NO = "no ";
    private static final int MAX_ANSWER_BYTES = 4096;

    private ControlSocket() {}

    /// {@return where a guest's machine listens: in the first folder that is writable}
    ///
    /// @throws CommandFailure if none is
    static Path of(Path rootSocket, String guest) {
        return of(rootSocket, guest, System.getenv());
    }

    static Path of(Path rootSocket, String guest, Map<String, String> environment) {
        List<Path> places = places(rootSocket, guest, environment);
        if (Files.isWritable(places.getFirst().getParent())) {
            return places.getFirst();
        }
        Path own = places.getLast();
        makeFolder(own.getParent());
        if (Files.isWritable(own.getParent())) {
            return own;
        }
        throw new CommandFailure("no orders can be taken, for no folder is writable: sockets="
                + places, "set XDG_RUNTIME_DIR to a folder of your own");
    }

    /// Beside the root's socket, and where a root of this user's own would have its.
    private static List<Path> places(
            Path rootSocket, String guest, Map<String, String> environment) {
        String file = "guest-" + guest + ".sock";
        Map<String, String> usual = new HashMap<>(environment);
        usual.remove("RINGWAY_SOCKET");
        return Stream.of(rootSocket.toAbsolutePath(), RootSocket.usual(usual).path())
                .map(root -> root.resolveSibling(file)).toList();
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        } catch (IOException _) {
            // It is there, or cannot be.
        }
    }

    /// Connects to a guest's machine.
    ///
    /// @throws CommandFailure if no guest of that name runs
    static SocketChannel connect(Path rootSocket, String guest) {
        return connect(rootSocket, guest, System.getenv());
    }

    static SocketChannel connect(
            Path rootSocket, String guest, Map<String, String> environment) {
        List<String> failures = new ArrayList<>();
        for (Path place : new LinkedHashSet<>(places(rootSocket, guest, environment))) {
            try {
                return SocketChannel.open(UnixDomainSocketAddress.of(place));
            } catch (IOException e) {
                failures.add(place + ": " + e.getMessage());
            }
        }
        throw new CommandFailure("no such guest runs here: name=" + guest + " sockets=" + failures,
                "see `ringway ls`, or start it with `ringway guest run --name " + guest + "`");
    }

    /// Gives an order and waits until the machine has answered.
    ///
    /// @return the lines behind `ok`
    /// @throws CommandFailure if it says no
    static List<String> order(Path rootSocket, String guest, String order) {
        try (SocketChannel channel = connect(rootSocket, guest)) {
            give(channel, order);
            InputStream in = Channels.newInputStream(channel);
            requireOk(in, guest);
            return new InputStreamReader(in, StandardCharsets.UTF_8).readAllLines();
        } catch (IOException e) {
            throw new CommandFailure("the guest's machine does not answer: " + e.getMessage(),
                    "see whether it still runs: ringway ls", e);
        }
    }

    /// Gives an order. Who has refused it before it was heard has answered nevertheless.
    static void give(SocketChannel channel, String order) {
        try {
            say(channel, order);
        } catch (IOException _) {
            // The answer tells, or is missing.
        }
    }

    /// Reads the first line of an answer.
    ///
    /// @throws CommandFailure if it says no
    static void requireOk(InputStream in, String guest) throws IOException {
        String answer = line(in, MAX_ANSWER_BYTES);
        if (!answer.equals(OK)) {
            throw new CommandFailure("the guest's machine says no: "
                    + (answer.isEmpty() ? "it has ended" : answer),
                    "see the console of the guest: ringway guest console " + guest);
        }
    }

    /// {@return a line, or what there is of it; what comes behind it is still to be read}
    static String line(InputStream in, int maxBytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value >= 0 && value != '\n' && line.size() < maxBytes;
                value = in.read()) {
            line.write(value);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    static void say(SocketChannel channel, String line) throws IOException {
        OutputStream out = Channels.newOutputStream(channel);
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
