// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Other users, each in namespaces of its own: of all folders that this test makes, they share only
/// the one in which the root's socket is. Needs the superuser.
final class Confined {
    /// Where everybody finds the program, the socket, and what is its own.
    static final Path HOME = Path.of("/mnt");
    static final Path SOCKET = HOME.resolve("bus/root.sock");
    static final Path OWN = HOME.resolve("own");

    /// Hides the folder of temporary ones, then becomes somebody else for good.
    private static final String ENTER = """
            set -e
            folder=$1 temporary=$2 user=$3 groups=$4 own=$5
            shift 5
            mount -t tmpfs tmpfs /mnt
            mkdir /mnt/program /mnt/bus /mnt/own
            mount --bind "$folder/program" /mnt/program
            mount --bind "$folder/bus" /mnt/bus
            mount --bind "$own" /mnt/own
            mount -t tmpfs tmpfs "$temporary"
            mount -t proc proc /proc
            cd /mnt/own
            exec setpriv --reuid="$user" --regid="$user" --groups="$groups" \\
                --no-new-privs --inh-caps=-all --bounding-set=-all --pdeathsig=KILL "$@"
            """;

    /// Somebody.
    ///
    /// @param id of the user and of the user's primary group
    /// @param group another group the user is a member of
    record User(int id, int group) {}

    private final Path folder;
    private final String classPath;

    /// @param folder gets the program and the root's folder
    /// @param rootUser owns the latter
    Confined(Path folder, User rootUser) throws IOException, InterruptedException {
        this.folder = folder;
        makeVisible(folder);
        Path bus = makeVisible(Files.createDirectory(folder.resolve("bus")));
        Files.setAttribute(bus, "unix:uid", rootUser.id);
        this.classPath = copyProgram(makeVisible(
                Files.createDirectory(folder.resolve("program"))));
    }

    /// {@return null, or why this machine does not let us}
    static String obstacle() throws IOException, InterruptedException {
        int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (user != 0) {
            return "two users need the superuser: uid=" + user;
        }
        Process trial = new ProcessBuilder("unshare", "--mount", "--pid", "--ipc", "--net",
                "--fork", "mount", "-t", "tmpfs", "tmpfs", HOME.toString())
                .redirectErrorStream(true).start();
        String said = new String(trial.getInputStream().readAllBytes());
        return trial.waitFor() == 0 ? null : "two users need namespaces: unshare: " + said.strip();
    }

    private static Path makeVisible(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder,
                PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String copyProgram(Path program) throws IOException, InterruptedException {
        List<String> places = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                String number = Integer.toString(places.size());
                Path name = Path.of(number).resolve(source.getFileName());
                copy(source, Files.createDirectory(program.resolve(number)));
                places.add(HOME.resolve("program").resolve(name).toString());
            }
        }
        return String.join(File.pathSeparator, places);
    }

    private static void copy(Path source, Path target) throws IOException, InterruptedException {
        Process copying = new ProcessBuilder("cp", "-r", "--no-preserve=mode",
                source.toString(), target.toString()).inheritIO().start();
        if (copying.waitFor() != 0) {
            throw new IOException("cannot copy: source=" + source);
        }
    }

    /// {@return a folder that belongs to a user}
    Path folderOf(User user) throws IOException {
        Path own = folder.resolve("own-" + user.id);
        if (Files.notExists(own)) {
            Files.createDirectory(own);
            Files.setAttribute(own, "unix:uid", user.id);
        }
        return own;
    }

    /// Starts a program as a user.
    ///
    /// @param namespaces besides those of mounts, processes and IPC
    /// @param command as it would be started here
    ProcessBuilder program(User user, List<String> namespaces, List<String> command)
            throws IOException {
        List<String> all = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--ipc", "--fork"));
        all.addAll(namespaces);
        all.addAll(List.of("sh", "-c", ENTER, "sh", folder.toString(),
                System.getProperty("java.io.tmpdir"), Integer.toString(user.id),
                Integer.toString(user.group), folderOf(user).toString()));
        String here = System.getProperty("java.class.path");
        command.stream().map(word -> word.equals(here) ? classPath : word).forEach(all::add);
        ProcessBuilder builder = new ProcessBuilder(all);
        Stream.of("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME").forEach(builder.environment()::remove);
        builder.environment().put("HOME", OWN.toString());
        builder.environment().put("RINGWAY_SOCKET", SOCKET.toString());
        return builder;
    }
}
