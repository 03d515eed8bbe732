// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.memory.GpaRange;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;

/// Two processes on the pages of one sealed memfd: here our rings, there nothing but the library.
///
/// We wait as a channel does: masked while awake, asleep only after the second look, and then until
/// the library signals that a packet came or that there is space. A signal lost on either side
/// leaves the test waiting until its time is over.
final class DpdkTwoProcessTest extends DpdkCase {
    private static final long PACKETS = 200_000;
    private static final int DATA_PAGES = 16;
    private static final int LARGEST_PAYLOAD = 2_000;
    private static final int BATCH = 16;
    private static final int LOOKS_BETWEEN_SIGNS_OF_LIFE = 10_000;

    @TempDir
    private Path directory;

    private Ours ours;
    private Process peer;
    private long sent;
    private long received;

    @Test
    @DisplayName("200,000 packets to the library and back, without an error")
    void packetsComeBackFromAnotherProcess() throws Exception {
        ours = ours(DATA_PAGES, 0);
        peer = start();
        try {
            while (received < PACKETS) {
                if (!send() && !receive() && mayWait()) {
                    awaitSignal();
                    ours.in().mask();
                    ours.out().withdrawRequest();
                }
            }
            assertTrue(peer.waitFor(20, TimeUnit.SECONDS), "the peer ends by itself");
            assertEquals(0, peer.exitValue(), this::whatThePeerSaid);
        } finally {
            peer.destroyForcibly();
        }
        assertEquals(PACKETS, ours.in().packets());
        assertEquals(PACKETS, ours.out().packets());
        assertEquals(0, ours.out().occupiedBytes());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), DpdkEcho.class.getName(),
                sharedFile().toString(), Integer.toString(DATA_PAGES), Long.toString(PACKETS))
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    private Path output() {
        return directory.resolve("peer.txt");
    }

    private String whatThePeerSaid() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The memfd of our pages, as another process of this user can open it.
    private Path sharedFile() throws IOException {
        Path descriptors = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
        try (Stream<Path> all = Files.list(descriptors)) {
            List<Path> ourPages = all.filter(this::isOurs).toList();
            assertEquals(1, ourPages.size(), ourPages::toString);
            return ourPages.getFirst();
        }
    }

    private boolean isOurs(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:")
                    && Files.size(descriptor) == ours.places().bytes();
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /// Of a size that looks random, the same whenever it is asked for.
    private static byte[] payload(long id) {
        return pattern(Math.floorMod((int) id * 0x9E37_79B9, LARGEST_PAYLOAD), id);
    }

    /// Writes and publishes a batch, or what of it there is room for.
    private boolean send() {
        long before = sent;
        while (sent < Math.min(PACKETS, before + BATCH)) {
            long id = sent + 1;
            if (!write(id, segment(payload(id)))) {
                break;
            }
            sent = id;
        }
        ours.out().publish();
        return sent > before;
    }

    private boolean write(long id, MemorySegment payload) {
        return switch ((int) (id % 3)) {
            case 0 -> ours.out().tryWrite(id, false, payload);
            case 1 -> ours.out().tryComplete(id, payload);
            default -> ours.out().tryWriteDirect(id, List.of(GpaRange.ofPages(id, 5)), payload);
        };
    }

    /// Checks and gives back all there is.
    private boolean receive() {
        long before = received;
        for (Packet packet = ours.in().next(); packet != null; packet = ours.in().next()) {
            long id = ++received;
            boolean even = id % 2 == 0;
            assertEquals(id, packet.transactionId());
            assertEquals(even ? PacketType.COMPLETION : PacketType.IN_BAND, packet.type());
            assertEquals(!even, packet.completionRequested());
            assertArrayEquals(padded(payload(id)), payloadOf(packet), "payload of " + id);
        }
        ours.in().commit();
        return received > before;
    }

    /// Looks again, as whoever is about to sleep has to.
    private boolean mayWait() {
        boolean space = sent < PACKETS && ours.out().requestSpace();
        return !ours.in().unmaskAndRecheck() && !space;
    }

    private void awaitSignal() {
        MemorySegment monitor = ours.shared().asSlice(
                (long) ours.places().monitorPage() * DpdkMemory.PAGE, DpdkMemory.PAGE);
        for (int looks = 1; !DpdkChannel.takeSignal(monitor); looks++) {
            if (looks % LOOKS_BETWEEN_SIGNS_OF_LIFE == 0 && !peer.isAlive()) {
                fail("the peer is gone: " + whatThePeerSaid());
            }
            Thread.yield();
        }
    }
}
