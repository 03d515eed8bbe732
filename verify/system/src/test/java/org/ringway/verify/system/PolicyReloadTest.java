// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.Service;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.Ringway.Outcome;
import org.ringway.verify.command.RunningRoot;

/// A policy file that changes under a root as a process, while others exchange packets over it.
@DisplayName("SIGHUP changes the rules, and channels go on")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PolicyReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READ_AGAIN = "policy is read again: file=";
    private static final String AS_IT_WAS = "policy stays as it was: ";

    @TempDir
    private Path folder;

    private Ringway ringway;
    private Path policy;
    private Path socket;
    private RunningRoot root;
    private int own;

    @BeforeEach
    void makeTheFolder() throws Exception {
        ringway = new Ringway(folder, Map.of());
        policy = folder.resolve("ringway/ringway.toml");
        socket = folder.resolve("root.sock");
        own = (int) Files.getAttribute(folder, "unix:uid");
        Files.createDirectory(policy.getParent());
    }

    private void start(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--socket", socket.toString()));
        all.addAll(List.of(options));
        root = ringway.startRoot(all.toArray(String[]::new));
        assertTrue(root.ready().endsWith(" policy=" + policy), root::ready);
    }

    @AfterEach
    void endRoot() {
        if (root != null) {
            root.close();
        }
    }

    private void rules(String... lines) throws Exception {
        Files.writeString(policy, String.join("\n", lines));
    }

    private String log() throws Exception {
        return Files.readString(ringway.rootLog());
    }

    /// Has the root read its policy, and waits until its log has one more line that says so.
    private void reload(String saying) throws Exception {
        long before = count(saying);
        root.signal("HUP");
        while (count(saying) == before) {
            Thread.onSpinWait();
        }
    }

    private long count(String words) throws Exception {
        return log().lines().filter(line -> line.contains(words)).count();
    }

    /// Rules for offers: who may see them, and who may open and is trusted.
    private static String offers(String see, String open) {
        return "[[offers]]\nsee = { users = [" + see + "] }\nopen = { users = [" + open + "] }\n"
                + "trusted = { users = [" + open + "] }";
    }

    @Test
    @DisplayName("while packets flow: seen, not opened, not seen, not joined, all of it again")
    void rulesChangeUnderTraffic() throws Exception {
        rules(offers("" + own, "" + own));
        start();
        try (Traffic traffic = new Traffic(socket);
                ChildPartition other = ChildPartition.join(socket, "other")) {
            assertTrue(traffic.isTrusted());
            nobodyMayOpen(other);
            traffic.goesOn();
            nobodyMaySee(other);
            traffic.goesOn();
            nobodyMayJoin();
            traffic.goesOn();
            everybodyMay(other);
            traffic.goesOn();
        }
    }

    private void nobodyMayOpen(ChildPartition other) throws Exception {
        Offer offer = other.awaitOffer(Traffic.SERVICE, LIMIT);
        rules(offers("" + own, ""));
        reload(READ_AGAIN + policy);
        String refusal = refusal(() -> other.open(offer));
        assertTrue(refusal.contains("policy offers[0] (line 1): uid " + own), refusal);
        assertTrue(refusal.contains("may not open \"" + Traffic.SERVICE + '"'), refusal);
        assertTrue(log().contains("ringway: denied to " + other.id() + " (pid="), log());
    }

    private void nobodyMaySee(ChildPartition other) throws Exception {
        rules(offers("", "" + own));
        reload(READ_AGAIN);
        assertEquals(List.of(), other.list().offers());
        assertEquals(List.of(), other.list().channels());
        assertEquals(List.of(), other.offers());
    }

    private void nobodyMayJoin() throws Exception {
        rules("[join]", "users = [" + (own + 1) + "]");
        reload(READ_AGAIN);
        String refusal = refusal(() -> ChildPartition.join(socket, "late"));
        assertTrue(refusal.contains("policy join (line 1): uid " + own), refusal);
    }

    private void everybodyMay(ChildPartition other) throws Exception {
        rules(offers("" + own, "" + own));
        reload(READ_AGAIN);
        try (ChildPartition late = ChildPartition.join(socket, "late");
                BusChannel channel = late.open(late.awaitOffer(Traffic.SERVICE, LIMIT))) {
            assertTrue(channel.isOpen() && channel.isTrusted());
        }
        other.awaitOffer(Traffic.SERVICE, LIMIT);
    }

    private static String refusal(Executable refused) {
        return assertThrows(RefusedException.class, refused).getMessage();
    }

    @Test
    @DisplayName("a file with a fault, or none any more, changes nothing, and the log says where")
    void faultyFileChangesNothing() throws Exception {
        rules("[join]", "users = [" + (own + 1) + "]");
        start();
        rules("[join]", "users = [true]");
        reload(AS_IT_WAS + policy + ":2:10: join.users[0]: expected a user's name or number");
        refusal(() -> ChildPartition.join(socket, "still out"));

        Files.delete(policy);
        reload(AS_IT_WAS + policy + ": no such file");
        refusal(() -> ChildPartition.join(socket, "still out"));

        rules("");
        reload(READ_AGAIN);
        ChildPartition.join(socket, "in").close();
    }

    @Test
    @DisplayName("options come before the file, also after it was read again")
    void optionsComeBeforeTheFile() throws Exception {
        rules("[join]", "users = [" + (own + 1) + "]", "[quotas]", "offers = 1", "channels = 7");
        start("--allow-uid", "" + own, "--max-offers", "2");
        for (int round = 0; round < 2; round++) {
            try (ChildPartition partition = ChildPartition.join(socket, "in");
                    Service first = partition.offer("first");
                    Service second = partition.offer("second")) {
                String refusal = refusal(() -> partition.offer("third"));
                assertTrue(refusal.contains("offers=2 limit=2"),
                        () -> refusal + first + second);
            }
            reload(READ_AGAIN);
        }
    }

    @Test
    @DisplayName("a root without a file is told of one by SIGHUP, and none is no fault")
    void fileThatComesLater() throws Exception {
        root = ringway.startRoot("--socket", socket.toString());
        assertTrue(root.ready().endsWith(" policy=none"), root::ready);
        reload(READ_AGAIN + "none");
        rules("offers = []");
        reload(READ_AGAIN + policy);
        try (ChildPartition partition = ChildPartition.join(socket, "in")) {
            String refusal = refusal(() -> partition.offer("something"));
            assertTrue(refusal.contains("no rule of 0 for offers fits: uid " + own), refusal);
        }
    }

    @Test
    @DisplayName("a fault at the start is one line with line and column, and exit code 2")
    void faultAtTheStart() throws Exception {
        rules("", "[jion]");
        Outcome outcome = ringway.run("root", "--socket", socket.toString());
        assertEquals(2, outcome.exitCode());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("ringway: " + policy + ":2:1: jion: unknown key; "),
                outcome.err());
        assertFalse(Files.exists(socket));
    }
}
