// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;

/// The ring's contract over pages of the kernel: each side maps them for itself, in its own place,
/// twice in a row or once.
final class MirroredRingTest {
    private static final Platform PLATFORM =
            ServiceLoader.load(Platform.class).findFirst().orElseThrow();

    /// Rings whose sides may differ in how they map the same pages.
    abstract static class Mapped extends RingContract {
        private final boolean writerMirrors;
        private final boolean readerMirrors;
        private final Deque<AutoCloseable> mappings = new ArrayDeque<>();

        Mapped(boolean writerMirrors, boolean readerMirrors) {
            this.writerMirrors = writerMirrors;
            this.readerMirrors = readerMirrors;
        }

        @Override
        protected Sides sides(int dataPages) {
            try (Handle region = PLATFORM.allocate(dataPages + 1L).getFirst()) {
                List<PageRun> runs = List.of(new PageRun(region, 0, dataPages + 1));
                return new Sides(memory(runs, dataPages, writerMirrors),
                        memory(runs, dataPages, readerMirrors),
                        keep(PLATFORM.map(runs, Access.READ_WRITE)).bytes());
            }
        }

        private RingMemory memory(List<PageRun> runs, int dataPages, boolean mirrors) {
            Mapping mapping = keep(mirrors
                    ? PLATFORM.mapRing(runs)
                    : PLATFORM.map(runs, Access.READ_WRITE));
            return RingMemory.of(mapping, dataPages + 1, mirrors);
        }

        private Mapping keep(Mapping mapping) {
            mappings.push(mapping);
            return mapping;
        }

        @AfterEach
        void unmap() throws Exception {
            while (!mappings.isEmpty()) {
                mappings.pop().close();
            }
        }
    }

    @Nested
    @DisplayName("a ring that both sides map twice in a row")
    class BothMirrored extends Mapped {
        BothMirrored() {
            super(true, true);
        }
    }

    @Nested
    @DisplayName("a ring that only its writer maps twice in a row")
    class WriterMirrored extends Mapped {
        WriterMirrored() {
            super(true, false);
        }
    }

    @Nested
    @DisplayName("a ring that only its reader maps twice in a row")
    class ReaderMirrored extends Mapped {
        ReaderMirrored() {
            super(false, true);
        }
    }

    @Test
    void dataPagesFollowThemselves() {
        try (Handle region = PLATFORM.allocate(3).getFirst();
                Mapping mapping = PLATFORM.mapRing(List.of(new PageRun(region, 0, 3)))) {
            MemorySegment bytes = mapping.bytes();
            assertEquals(5 * 4096, bytes.byteSize());
            bytes.set(ValueLayout.JAVA_LONG, 4096 + 8, 42);
            assertEquals(42, bytes.get(ValueLayout.JAVA_LONG, 3 * 4096 + 8));
        }
    }
}
