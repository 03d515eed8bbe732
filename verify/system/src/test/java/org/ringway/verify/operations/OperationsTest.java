// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.operations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.RunningRoot;
import org.ringway.verify.programs.Program;

@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OperationsTest {
    private static final Path HOME = Path.of(System.getProperty("ringway.home"));
    private static final String UNIT = "ops/ringway.service";
    private static final String CONTAINERFILE = "ops/containers/Containerfile";
    private static final String COMPOSE = "ops/containers/compose.yaml";
    private static final String KUBERNETES = "ops/kubernetes.yaml";
    private static final String SOCKET = "/run/ringway/root.sock";
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^ExecStart=(\\S+/ringway) root (.+)$");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path folder;

    private static String read(String path) throws IOException {
        return Files.readString(HOME.resolve(path));
    }

    private static MatchResult command() throws IOException {
        return COMMAND.matcher(read(UNIT)).results().findFirst().orElseThrow();
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is here");
        // It wants to see the program.
        Path unit = Files.writeString(folder.resolve("ringway.service"),
                read(UNIT).replace(command().group(1), "/bin/sh"));

        Tool systemd = Tool.run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                unit.toString());

        assertEquals(new Tool(0, ""), systemd);
    }

    @Test
    void aRootStartsAsTheUnitStartsIt() throws Exception {
        Path socket = folder.resolve("root.sock");
        List<String> options = new ArrayList<>(List.of(command().group(2)
                .replace(SOCKET, socket.toString())
                .replace("--group ringway", "--group " + Files.getAttribute(folder, "unix:gid"))
                .split(" ")));

        try (RunningRoot root = new Ringway(folder, Map.of())
                .startRoot(options.toArray(String[]::new))) {
            assertTrue(root.isAlive());
            assertEquals("rw-rw----", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(socket)));
            assertEquals(0, root.end("TERM"));
        }
    }

    @Test
    void everyOptionOfARootThatIsNamedExists() throws Exception {
        String help = new Ringway(folder, Map.of()).run("root", "--help").out();
        Set<String> known = options(help);

        assertAll(Stream.of(UNIT, COMPOSE, KUBERNETES).map(file -> () -> {
            String commands = String.join("\n",
                    read(file).lines().filter(line -> line.contains("--socket")).toList());
            assertTrue(!options(commands).isEmpty() && known.containsAll(options(commands)),
                    () -> file + " names " + options(commands) + ", known are " + known);
        }));
    }

    private static Set<String> options(String text) {
        return new TreeSet<>(OPTION.matcher(text).results().map(MatchResult::group).toList());
    }

    @Test
    void theSocketIsAtTheSamePlaceEverywhere() throws Exception {
        for (String file : List.of(UNIT, COMPOSE, KUBERNETES)) {
            String text = read(file);

            assertTrue(text.contains("--socket " + SOCKET) || text.contains("--socket, " + SOCKET),
                    file);
            assertEquals(Set.of(), differing(text), file);
        }
    }

    /// Other places that look like the socket's.
    private static Set<String> differing(String text) {
        Set<String> places = new TreeSet<>(Pattern.compile("/run/[\\w./-]*").matcher(text)
                .results().map(MatchResult::group).toList());
        places.removeAll(List.of(SOCKET, "/run/ringway"));
        return places;
    }

    @Test
    void whatTheImageCopiesIsHereOrBuilt() throws Exception {
        List<String> copied = Pattern.compile("(?m)^COPY (\\S+) ").matcher(read(CONTAINERFILE))
                .results().map(copy -> copy.group(1)).toList();

        assertTrue(copied.contains("cli/target/dist"), copied::toString);
        assertEquals(List.of(), copied.stream().filter(path -> !path.contains("/target/"))
                .filter(path -> !Files.exists(HOME.resolve(path))).toList());
    }

    @Test
    void eachContainerIsAUserOfItsOwnAndCanWriteNothingButTheRootsFolder() throws Exception {
        assertEquals("""
                folder 0:0 ['CHOWN'] rw
                ping 7002:7002 [] ro
                pong 7001:7001 [] ro
                root 7000:7000 [] rw
                """, parse(COMPOSE, """
                for name, it in sorted(documents[0]['services'].items()):
                    assert it['network_mode'] == 'none' and it['read_only'] is True
                    assert it['cap_drop'] == ['ALL'] and it['image'] == 'ringway'
                    volume, place, *mode = it['volumes'][0].split(':')
                    assert volume in documents[0]['volumes'] and place == '/run/ringway'
                    print(name, it['user'], it.get('cap_add', []), mode[0] if mode else 'rw')
                """));
    }

    @Test
    void kubernetesObjectsAreWholeAndTheirPodsUsersOfTheirOwn() throws Exception {
        assertEquals("""
                Namespace ringway
                DaemonSet root 7000 rw
                Deployment pong 7001 ro
                Job ping 7002 ro
                """, parse(KUBERNETES, """
                for it in documents:
                    name = it['metadata']['name']
                    if it['kind'] == 'Namespace':
                        print(it['kind'], name)
                        continue
                    assert it['metadata']['namespace'] == 'ringway' and it['apiVersion']
                    labels = it['spec']['template']['metadata']['labels']
                    selector = it['spec'].get('selector')
                    assert selector is None or selector['matchLabels'] == labels
                    pod = it['spec']['template']['spec']
                    volumes = {volume['name'] for volume in pod['volumes']}
                    container = pod['containers'][0]
                    alone = container['securityContext']
                    assert alone['runAsNonRoot'] and alone['readOnlyRootFilesystem']
                    assert alone['capabilities'] == {'drop': ['ALL']}
                    mount = container['volumeMounts'][0]
                    assert mount['name'] in volumes and mount['mountPath'] == '/run/ringway'
                    print(it['kind'], name, alone['runAsUser'],
                          'ro' if mount.get('readOnly') else 'rw')
                """));
    }

    @Test
    void theRootCanSayEveryLineThatTheGuideExplains() throws Exception {
        List<String> explained = Pattern.compile("(?m)^\\| ((?:… )?`[^|]+) \\|").matcher(
                read("docs/operations.md")).results().map(row -> row.group(1)).toList();
        String sources = mainSources();

        assertTrue(explained.size() > 8, explained::toString);
        assertEquals(List.of(), explained.stream()
                .flatMap(line -> QUOTED.matcher(line).results())
                .map(quoted -> quoted.group(1))
                .filter(words -> !sources.contains(words)).toList());
    }

    private static String mainSources() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String module : List.of("platform", "root", "cli")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }

    /// {@return what a program in Python says that looks at the documents in a file}
    private static String parse(String file, String program)
            throws IOException, InterruptedException {
        if (Tool.run("python3", "-c", "import yaml").exitCode() != 0) {
            Program.missing("Python cannot read YAML (Debian: apt-get install python3-yaml)");
        }
        Tool python = Tool.run("python3", "-c", "import sys, yaml\n"
                + "documents = list(yaml.safe_load_all(open(sys.argv[1])))\n" + program,
                HOME.resolve(file).toString());
        assertEquals(0, python.exitCode(), python.said());
        return python.said();
    }
}
