// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.Ringway.Outcome;
import org.ringway.verify.system.Worker.Job;

/// `ringway inspect` and `ringway top` look into other processes while these work.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InspectTest {
    /// The two halves of the only channel, in an answer to `inspect --json`.
    private static final String HALVES =
            "[c for p in it['partitions'] for c in p['state']['channels'].values()]";

    @TempDir
    private Path folder;

    private Bus bus;
    private OtherJvm serving;
    private OtherJvm asking;
    private Ringway ringway;

    @BeforeEach
    void twoProcessesTalk() throws Exception {
        bus = new Bus(folder);
        serving = Worker.start(Job.SERVE_CONSUMED, bus.socket());
        assertEquals("ready", serving.says());
        asking = Worker.start(Job.ASK, bus.socket());
        assertEquals("ready", asking.says());
        assertEquals("asked " + Worker.SENT, asking.says());
        ringway = new Ringway(folder, Map.of("RINGWAY_SOCKET", bus.socket().toString()));
    }

    @AfterEach
    void end() {
        asking.close();
        serving.close();
        bus.close();
    }

    @Test
    @DisplayName("both halves of a busy channel are shown, and the root has mapped nothing for it")
    void aBusyChannelIsShownFromBothSides() throws Exception {
        String json = ringway.run("inspect", "--json").out();
        Outcome text = ringway.run("inspect");

        assertAll(
                () -> assertEquals("['CONSUMER', 'PROVIDER']",
                        Ringway.value(json, "sorted(c['role'] for c in " + HALVES + ")")),
                () -> assertEquals("True", Ringway.value(json, "all(c['outgoing']['packets'] >= "
                        + Worker.SENT + " for c in " + HALVES + ")")),
                () -> assertEquals("[1, 1]", Ringway.value(json,
                        "sorted(c['grants']['buffers'] + c['views']['grants'] for c in "
                                + HALVES + ")")),
                () -> assertEquals(0, text.exitCode(), text.err()),
                () -> assertTrue(text.out().contains("partition 1 worker (pid=" + serving.pid()),
                        text.out()),
                () -> assertTrue(text.out().contains("    c1: channelId="), text.out()),
                () -> assertEquals(List.of(), bus.root().mappedRegions()));
    }

    @Test
    @DisplayName("one partition, and one channel from both sides, can be asked for")
    void oneIsAskedFor() throws Exception {
        String channel = ringway.run("inspect", "c1", "--json").out();
        String partition = ringway.run("inspect", "1", "--json").out();
        Outcome nobody = ringway.run("inspect", "nobody");

        assertAll(
                () -> assertEquals("2", Ringway.value(channel, "len(" + HALVES + ")")),
                () -> assertEquals(Long.toString(serving.pid()),
                        Ringway.value(partition, "[p['pid'] for p in it['partitions']][0]")),
                () -> assertEquals(1, nobody.exitCode()),
                () -> assertEquals("ringway: no such partition or channel: name=nobody: 'ringway"
                        + " ls' has the names and numbers of partitions, and channels as c1\n",
                        nobody.err()));
    }

    @Test
    @DisplayName("a process that has stopped is reported, the others answer, and it may go on")
    void aStoppedProcessIsReported() throws Exception {
        serving.signal("STOP");
        Outcome both = ringway.run("inspect");
        Outcome alone = ringway.run("inspect", "1");
        Outcome top = ringway.run("top", "--interval", "0.05");
        serving.signal("CONT");
        Outcome after = ringway.run("inspect", "1");

        assertAll(
                () -> assertEquals(0, both.exitCode(), both.err()),
                () -> assertTrue(both.out().contains("partition 1 worker (pid=" + serving.pid()),
                        both.out()),
                () -> assertTrue(both.out().contains("): no answer within 2 s:"), both.out()),
                () -> assertTrue(both.out().contains("role=CONSUMER"), both.out()),
                () -> assertEquals(1, alone.exitCode()),
                () -> assertEquals(0, top.exitCode(), top.err()),
                () -> assertTrue(top.out().startsWith("channels: 1\n"), top.out()),
                () -> assertTrue(after.out().contains("role=PROVIDER"), after.out()));
    }

    @Test
    @DisplayName("top shows what flows, as lines for people and as one object for programs")
    void ratesAreShown() throws Exception {
        Outcome text = ringway.run("top", "--interval", "1");
        String json = ringway.run("top", "--json", "--count", "2", "--interval", "1").out();

        assertAll(
                () -> assertTrue(text.out().contains("TO PROVIDER/S"), text.out()),
                () -> assertEquals("2", Ringway.value(json, "len(it['samples'])")),
                () -> assertEquals("True", Ringway.value(json, "all("
                        + "c['toProvider']['packetsPerSecond'] > 0"
                        + " and c['toConsumer']['packetsPerSecond'] > 0"
                        + " for s in it['samples'] for c in s['channels'])")));
    }
}
