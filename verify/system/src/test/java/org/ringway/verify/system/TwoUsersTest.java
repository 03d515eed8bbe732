// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.system.Confined.User;
import org.ringway.verify.system.Worker.Job;

/// A root, A and B under three users, in mount, process and IPC namespaces of their own. The demo
/// also measures TCP on loopback, so A and B share their network there; elsewhere they do not.
@DisplayName("two users in separate namespaces, with only the root's socket in common")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TwoUsersTest {
    private static final User ROOT = new User(40_000, 40_000);
    private static final User A = new User(41_000, ROOT.group());
    private static final User B = new User(42_000, ROOT.group());
    private static final User STRANGER = new User(43_000, 43_000);
    private static final String A_AND_B = A.id() + "," + B.id();
    private static final List<String> SHARED_NETWORK = List.of();
    private static final List<String> NOTHING_SHARED = List.of("--net");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Confined confined;

    @BeforeAll
    static void needsTheSuperuser() throws Exception {
        String obstacle = Confined.obstacle();
        if (obstacle != null) {
            System.err.println("TwoUsersTest is skipped: " + obstacle);
        }
        Assumptions.assumeTrue(obstacle == null, obstacle);
    }

    @BeforeEach
    void confine() throws Exception {
        confined = new Confined(folder, ROOT);
    }

    @AfterEach
    void end() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    private Process start(User user, List<String> namespaces, String... arguments)
            throws IOException {
        Process process = confined.program(user, namespaces, Ringway.command(arguments))
                .redirectError(folder.resolve("errors-" + user.id()).toFile()).start();
        processes.add(process);
        return process;
    }

    private void startRoot(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("root"));
        arguments.addAll(List.of(options));
        Process root = start(ROOT, NOTHING_SHARED, arguments.toArray(String[]::new));
        String ready = String.valueOf(root.inputReader().readLine());
        assertTrue(ready.startsWith("ringway root: ready"), () -> ready + errors(ROOT));
    }

    private String errors(User user) {
        try {
            return Files.readString(folder.resolve("errors-" + user.id()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private OtherJvm work(User user, Job job) throws IOException {
        return OtherJvm.start(confined.program(
                user, NOTHING_SHARED, Worker.command(job, Confined.SOCKET))
                .redirectError(folder.resolve("errors-worker-" + user.id()).toFile()));
    }

    @Test
    @DisplayName("the demo's transfer works, and the copy is identical")
    void demoTransfers() throws Exception {
        byte[] content = new byte[300_001];
        new Random(1).nextBytes(content);
        Path tree = Files.createDirectory(confined.folderOf(A).resolve("tree"));
        Files.write(tree.resolve("data"), content);
        startRoot("--mode", "666", "--allow-uid", A_AND_B);
        Process serving = start(A, SHARED_NETWORK, "child", "serve", Confined.OWN + "/tree");
        assertEquals("ready", serving.inputReader().readLine(), () -> errors(A));

        Process fetching = start(B, SHARED_NETWORK,
                "child", "fetch", "--to", Confined.OWN + "/copy");

        List<String> lines = lines(fetching);
        assertEquals(0, fetching.waitFor(), () -> errors(B));
        assertTrue(lines.contains("verified"), lines::toString);
        assertArrayEquals(content,
                Files.readAllBytes(confined.folderOf(B).resolve("copy/data")));
    }

    private static List<String> lines(Process process) throws IOException {
        try (BufferedReader reader = process.inputReader()) {
            return reader.lines().toList();
        }
    }

    @Test
    @DisplayName("without any network in common they exchange packets and pages all the same")
    void exchangeWithoutNetwork() throws Exception {
        startRoot("--mode", "660");
        try (OtherJvm serving = work(A, Job.SERVE_CONSUMED); OtherJvm asking = work(B, Job.ASK)) {
            assertEquals("ready", serving.says());
            assertEquals("ready", asking.says());
            assertEquals("asked " + Worker.SENT, asking.says());

            String listed = run(A, "ls", "--json").out();

            assertEquals("[41000, 42000]", Ringway.value(listed,
                    "sorted(set(p['uid'] for p in it['partitions'] if p['name'] == 'worker'))"));
        }
    }

    @Test
    @DisplayName("each may look into its own partition, and the superuser into all")
    void everybodyInspectsWhatIsTheirs() throws Exception {
        startRoot("--mode", "660");
        try (OtherJvm serving = work(A, Job.SERVE_CONSUMED); OtherJvm asking = work(B, Job.ASK)) {
            assertEquals("ready", serving.says());
            assertEquals("ready", asking.says());

            String own = run(A, "inspect", "--json").out();
            String all = new Ringway(folder, Map.of("RINGWAY_SOCKET",
                    folder.resolve("bus/root.sock").toString())).run("inspect", "--json").out();

            assertEquals("[41000]", Ringway.value(own,
                    "[p['uid'] for p in it['partitions'] if 'state' in p]"));
            assertTrue(Ringway.value(own, "[p['error'] for p in it['partitions'] if 'error' in p]")
                    .contains("only its own user and the superuser may inspect a partition:"
                            + " uid=41000 its=42000"), own);
            assertEquals("[41000, 42000]", Ringway.value(all,
                    "sorted(p['uid'] for p in it['partitions'] if 'state' in p)"));
        }
    }

    private Ringway.Outcome run(User user, String... arguments) throws Exception {
        Process process = start(user, NOTHING_SHARED, arguments);
        String out = String.join("\n", lines(process));
        return new Ringway.Outcome(process.waitFor(), out, errors(user));
    }

    private void assertSeesNothing(String why) throws Exception {
        Ringway.Outcome outcome = run(STRANGER, "ls");
        assertEquals(1, outcome.exitCode());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(why), outcome.err());
    }

    @Test
    @DisplayName("a third user whom the root does not allow sees nothing, and is told why")
    void strangerIsNotAllowed() throws Exception {
        startRoot("--mode", "666", "--allow-uid", A_AND_B);
        assertSeesNothing("--allow-uid");
        assertEquals(0, run(A, "ls").exitCode(), () -> errors(A));
        assertTrue(errors(ROOT).contains("may not join"), () -> errors(ROOT));
    }

    @Test
    @DisplayName("a policy shows an offer to some users, and lets fewer open it")
    void policyTellsUsersApart() throws Exception {
        Files.writeString(confined.folderOf(ROOT).resolve("ringway.toml"), """
                [[offers]]
                provider.users = [%1$d]
                names = ["%3$s"]
                open.users = [%2$d]
                [[offers]]
                provider.users = [%1$d]
                names = ["%4$s"]
                see.users = [%2$d]
                """.formatted(A.id(), B.id(), Worker.CONSUMED, Worker.PROVIDED));
        startRoot("--mode", "666", "--policy", Confined.OWN + "/ringway.toml");
        try (OtherJvm open = work(A, Job.SERVE_CONSUMED); OtherJvm unseen = work(A, Job.SERVE);
                OtherJvm asking = work(B, Job.ASK)) {
            assertEquals(List.of("ready", "ready", "ready"),
                    List.of(open.says(), unseen.says(), asking.says()));
            String names = "sorted(offer['name'] for offer in it['offers'])";
            assertEquals("['survivor', 'worker']",
                    Ringway.value(run(B, "ls", "--json").out(), names));
            assertEquals("['survivor']",
                    Ringway.value(run(STRANGER, "ls", "--json").out(), names));

            try (OtherJvm denied = work(STRANGER, Job.ASK)) {
                assertEquals(1, denied.awaitEnd());
            }
            assertTrue(errors(ROOT).contains("policy offers[0] (line 1): uid 43000 gid 43000"
                    + " may not open \"survivor\""), () -> errors(ROOT));
        }
    }

    @Test
    @DisplayName("a third user outside the socket's group sees nothing, and is told why")
    void strangerIsNotInTheGroup() throws Exception {
        startRoot("--mode", "660");
        assertSeesNothing("become a member of the socket's group or have its mode changed");
        assertEquals(0, run(A, "ls").exitCode(), () -> errors(A));
    }
}
