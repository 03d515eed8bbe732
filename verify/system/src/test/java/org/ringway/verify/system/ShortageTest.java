// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.child.Offer;
import org.ringway.verify.system.Worker.Job;

@DisplayName("memory and descriptors that run out")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ShortageTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[64]);
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(16, 16);

    private static ProgramJars program;

    @TempDir
    private Path folder;

    /// A class in a folder is a file to be opened; who has no descriptors left could load none.
    @BeforeAll
    static void makeJars(@TempDir Path jars) {
        program = ProgramJars.of(jars);
    }

    /// A process runs short, is told so on one line, and works on with what it has.
    private void assertWorksOn(List<String> wrapper, String... words) throws Exception {
        List<String> command = program.command(
                wrapper, Worker.command(Job.HOARD, folder.resolve("root.sock")));
        try (Bus bus = new Bus(folder);
                OtherJvm serving = Worker.start(Job.SERVE_CONSUMED, bus.socket());
                OtherJvm hoarding = OtherJvm.start(new ProcessBuilder(command))) {
            assertEquals("ready", serving.says());
            String text = hoarding.says();
            for (String word : words) {
                assertTrue(text.contains(word), text);
            }
            assertEquals("ready", hoarding.says());
            assertEquals("asked " + Worker.SENT, hoarding.says());
        }
    }

    @Test
    @DisplayName("below the limit of a cgroup memory is refused, where beyond it the kernel kills")
    void memoryIsShort() throws Exception {
        try (MemoryGroup group = memoryGroup(400L << 20)) {
            assertWorksOn(group.wrapper(), "not enough memory, free some or raise the limit:",
                    "neededBytes=1048576", "availableBytes=", "limit=" + group.folder());
        }
    }

    private static MemoryGroup memoryGroup(long bytes) {
        try {
            return MemoryGroup.create(bytes);
        } catch (IOException refused) {
            String reason = "memory is not made short: no cgroup of our own: " + refused;
            System.err.println(reason);
            return Assumptions.abort(reason);
        }
    }

    @Test
    @DisplayName("where files may not be so large a region is refused")
    void filesAreShort() throws Exception {
        assertWorksOn(List.of("prlimit", "--fsize=524288"),
                "cannot allocate: pages=256", "fallocate failed");
    }

    @Test
    @DisplayName("a child without descriptors is told so, and works on with those it has")
    void descriptorsAreShortInAChild() throws Exception {
        assertWorksOn(List.of("prlimit", "--nofile=64:64"),
                "cannot allocate: pages=256", "memfd_create failed");
    }

    @Test
    @DisplayName("a root without descriptors lets nobody in, refuses regions, and serves on later")
    void descriptorsAreShortInTheRoot() throws Exception {
        try (Bus bus = new Bus(folder, command ->
                        program.command(List.of("prlimit", "--nofile=80:80"), command));
                OtherJvm serving = Worker.start(Job.SERVE, bus.socket())) {
            assertEquals("ready", serving.says());
            ChildPartition here = bus.join("here");
            Offer offer = here.awaitOffer(Worker.PROVIDED, LIMIT);
            BusChannel channel = here.open(offer, SMALL);
            List<ChildPartition> crowd = new ArrayList<>();

            while (!bus.rootLog().contains("no more children until a descriptor is free")) {
                joinIfThereIsRoom(bus, crowd);
            }

            assertThrows(BusTimeoutException.class, () -> join(bus, SHORT));
            assertTrue(!bus.rootLog().contains("\tat "), bus.rootLog());
            channel.request(PACKET, PACKET);
            ChildPartition another = crowd.removeLast();
            BusException refused = assertThrows(RefusedException.class,
                    () -> another.open(another.awaitOffer(Worker.PROVIDED, LIMIT), SMALL));
            assertTrue(refused.getMessage().contains("descriptor"), refused::getMessage);

            crowd.forEach(ChildPartition::close);
            join(bus, LIMIT).close();
            another.open(another.awaitOffer(Worker.PROVIDED, LIMIT), SMALL)
                    .request(PACKET, PACKET);
            another.close();
            channel.close();
        }
    }

    private static void joinIfThereIsRoom(Bus bus, List<ChildPartition> crowd)
            throws InterruptedException {
        try {
            crowd.add(join(bus, SHORT));
        } catch (BusTimeoutException nobodyLetsUsIn) {
            // There is no descriptor for one more, or the root is slow: its log says which.
        }
    }

    private static ChildPartition join(Bus bus, Duration atMost) throws InterruptedException {
        return ChildPartition.join(JoinOptions.of(bus.socket(), "crowd").withTimeout(atMost));
    }
}
