// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.channel.ChannelPair.word;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.local.LocalPlatform;

/// What a flight recorder hears.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ChannelEventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Class<? extends ChannelEvent>> KINDS =
            List.of(ChannelOpenEvent.class, ChannelCloseEvent.class, FullRingEvent.class,
                    LongWaitEvent.class, PeerLostEvent.class);

    @TempDir
    private Path folder;

    private static ChannelPair pair() {
        return new ChannelPair(new LocalPlatform(), ChannelOptions.DEFAULT.withPages(2, 2));
    }

    private static Recording recording() {
        Recording recording = new Recording();
        KINDS.forEach(kind -> recording.enable(kind).withThreshold(Duration.ZERO));
        recording.start();
        return recording;
    }

    /// Everything of ours, by the end of its name.
    private Map<String, List<RecordedEvent>> end(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("ringway."))
                .collect(Collectors.groupingBy(
                        event -> event.getEventType().getName().substring("ringway.".length())));
    }

    private static FutureTask<Integer> receiving(BusChannel channel, int most) {
        FutureTask<Integer> task = new FutureTask<>(() -> channel.receive(_ -> { }, most, LIMIT));
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void anOpenAndBothEndsAreHeardWithTheirReasons() throws Exception {
        try (Recording recording = recording()) {
            ChannelPair pair = pair();
            pair.right.close();
            pair.close();
            Map<String, List<RecordedEvent>> heard = end(recording);
            List<RecordedEvent> ends = heard.get("ChannelClose");

            assertEquals(Set.of("ChannelOpen", "ChannelClose"), heard.keySet());
            assertEquals(2, heard.get("ChannelOpen").size());
            assertEquals(4096, heard.get("ChannelOpen").getFirst().getLong("outgoingBytes"));
            assertEquals("CLOSED_HERE", ends.getFirst().getString("reason"));
            assertEquals(2, ends.size());
            assertEquals("test", ends.getFirst().getString("offer"));
            assertEquals(1, ends.getFirst().getLong("peer"));
            assertEquals("p1", ends.getFirst().getString("peerName"));
        }
    }

    @Test
    void aLostPeerIsHeardOfOnce() throws Exception {
        try (Recording recording = recording(); ChannelPair pair = pair()) {
            pair.leftSide.end(ChannelSide.End.PEER_LOST);
            pair.leftSide.end(ChannelSide.End.PEER_LOST);

            List<RecordedEvent> lost = end(recording).get("PeerLost");
            assertEquals(1, lost.size());
            assertEquals(2, lost.getFirst().getLong("peer"));
            assertEquals(1, lost.getFirst().getLong("peerPid"));
        }
    }

    @Test
    void aSenderThatWaitsForRoomIsHeardWithTheTime() throws Exception {
        try (Recording recording = recording(); ChannelPair pair = pair()) {
            while (pair.left.trySend(word(1))) {
                assertTrue(pair.left.isOpen());
            }
            FutureTask<?> sending = new FutureTask<>(() -> {
                pair.left.send(word(2));
                return null;
            });
            Thread.ofPlatform().daemon().start(sending);
            while (isContent(pair.leftSide)) {
                Thread.onSpinWait();
            }
            FutureTask<Integer> reading = receiving(pair.right, 1000);
            sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertTrue(reading.get(LIMIT.toSeconds(), TimeUnit.SECONDS) > 0);

            List<RecordedEvent> full = end(recording).get("FullRing");
            assertEquals(1, full.size());
            assertTrue(full.getFirst().getDuration().toNanos() > 0);
            assertEquals("test", full.getFirst().getString("offer"));
        }
    }

    private static boolean isContent(ChannelSide side) {
        return new Branch("side", side.inspect()).number("outgoing", "pendingSendSize") == 0;
    }

    @Test
    void aRequestIsHeardWithTheTimeItWaited() throws Exception {
        try (Recording recording = recording(); ChannelPair pair = pair()) {
            FutureTask<Integer> reading = receiving(pair.right, 1);
            pair.left.request(word(2), MemorySegment.ofArray(new long[1]));
            assertEquals(1, reading.get(LIMIT.toSeconds(), TimeUnit.SECONDS));

            assertEquals(1, end(recording).get("LongWait").size());
        }
    }

    @Test
    @DisplayName("short waits are left out unless a recording wants them")
    void shortWaitsAreLeftOutUnlessAskedFor() {
        assertEquals("100 ms", threshold(LongWaitEvent.class));
        assertEquals("1 ms", threshold(FullRingEvent.class));
    }

    private static String threshold(Class<? extends ChannelEvent> kind) {
        return EventType.getEventType(kind).getSettingDescriptors().stream()
                .filter(setting -> setting.getName().equals("threshold"))
                .findFirst().orElseThrow().getDefaultValue();
    }

    @Test
    @DisplayName("while nobody records there is no event, not even one to throw away")
    void nobodyRecordsNothingIsMade() {
        try (ChannelPair pair = pair()) {
            ChannelEvents events = pair.leftSide.events();

            assertNull(events.beginFullRing());
            assertNull(events.beginWait());
        }
    }
}
