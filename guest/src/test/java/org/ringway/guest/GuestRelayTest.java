// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.BusException;
import org.ringway.RefusedException;
import org.ringway.child.ChildPartition;
import org.ringway.child.StreamListener;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.SocketIds;

/// Streams that somebody carries from one partition's rings to another's.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GuestRelayTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BYTES = 3 << 20;
    private static final Guid SERVICE = SocketIds.ofPort(7000);
    private static final PortMapping PORT =
            new PortMapping(6001, Guid.ofName("far"), SERVICE);

    private TestRoot root;
    private ChildPartition near;
    private ChildPartition host;
    private ChildPartition far;
    private GuestRelay relay;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        root = new TestRoot(folder);
        near = root.join("near");
        host = root.join("near-host");
        far = root.join("far");
        relay = GuestRelay.start(host.streams(), near.id(), List.of(PORT), new HostOffers());
    }

    @AfterEach
    void end() {
        relay.close();
        far.close();
        host.close();
        near.close();
        root.close();
    }

    private RingStream connects(ChildPartition who) throws InterruptedException {
        return who.streams().connect(SocketIds.WILDCARD,
                GuestRelay.service(near.id(), PORT), StreamOptions.DEFAULT, LONG);
    }

    private StreamListener listens() throws InterruptedException {
        return far.streams().listen(SERVICE, SocketIds.WILDCARD, Name.of("far"), 4,
                StreamOptions.DEFAULT);
    }

    private static byte[] readAll(RingStream from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(BYTES + 1);
            long at = 0;
            while (true) {
                long got = from.read(RingStream.FOR_EVER, all.asSlice(at));
                if (got <= 0) {
                    return all.asSlice(0, at).toArray(ValueLayout.JAVA_BYTE);
                }
                at += got;
            }
        }
    }

    private static void write(RingStream to, byte[] bytes) {
        to.write(RingStream.FOR_EVER, MemorySegment.ofArray(bytes));
    }

    @Test
    void bytesAndEndsGoBothWays() throws InterruptedException {
        byte[] much = new byte[BYTES];
        new Random(7).nextBytes(much);
        try (StreamListener listener = listens(); RingStream mine = connects(near);
                RingStream theirs = Objects.requireNonNull(listener.accept(LONG))) {
            Thread writer = Thread.ofPlatform().daemon().start(() -> {
                write(mine, much);
                mine.shutdownOutput();
            });
            assertArrayEquals(much, readAll(theirs));
            writer.join();

            write(theirs, "answer".getBytes(UTF_8));
            theirs.shutdownOutput();
            assertEquals("answer", new String(readAll(mine), UTF_8));
        }
    }

    @Test
    void whereNobodyListensTheStreamIsReset() throws InterruptedException {
        try (RingStream mine = connects(near)) {
            assertThrows(BusException.class, () -> readAll(mine));
        }
    }

    @Test
    void aResetIsPassedOn() throws InterruptedException {
        try (StreamListener listener = listens(); RingStream mine = connects(near);
                RingStream theirs = Objects.requireNonNull(listener.accept(LONG))) {
            mine.abort();
            assertThrows(BusException.class, () -> readAll(theirs));
        }
    }

    @Test
    void nobodyElseIsCarried() {
        assertThrows(RefusedException.class, () -> connects(far));
    }

    @Test
    void whatIsClosedCarriesNoMore() {
        relay.close();
        assertThrows(RefusedException.class, () -> connects(near));
    }
}
