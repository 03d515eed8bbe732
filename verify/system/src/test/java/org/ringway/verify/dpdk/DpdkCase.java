// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.RingMemory;
import org.ringway.verify.programs.Program;

/// What tests with the library share: pages of the kernel with our rings on one side of them and
/// the library's channel on the other.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DpdkCase {
    static final int WRITE_INDEX = 0;
    static final int READ_INDEX = 4;
    static final int INTERRUPT_MASK = 8;
    static final int PENDING_SEND_SIZE = 12;

    private static final Platform PLATFORM =
            ServiceLoader.load(Platform.class).findFirst().orElseThrow();

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    @BeforeAll
    @SuppressWarnings("restricted") // looking is all that is done here
    static void theLibraryIsInstalled() {
        try {
            SymbolLookup.libraryLookup(DpdkLibrary.NAME, Arena.global());
        } catch (IllegalArgumentException absent) {
            Program.missing(DpdkLibrary.NAME
                    + " is not installed (Debian: apt-get install librte-bus-vmbus23)");
        }
    }

    @AfterEach
    void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    /// Pages, and our side of the two rings in them.
    ///
    /// @param places what is where
    /// @param region the pages
    /// @param shared all of them, mapped once
    /// @param out the ring we write
    /// @param in the ring we read
    record Ours(DpdkMemory places, Handle region, MemorySegment shared, OutgoingRing out,
            IncomingRing in) {
        int outWord(int offset) {
            return shared.get(JAVA_INT, offset);
        }

        int inWord(int offset) {
            return shared.get(JAVA_INT, inAt() + offset);
        }

        void setOutWord(int offset, int value) {
            shared.set(JAVA_INT, offset, value);
        }

        void setInWord(int offset, int value) {
            shared.set(JAVA_INT, inAt() + offset, value);
        }

        private long inAt() {
            return (long) places.fromPeerPage() * DpdkMemory.PAGE;
        }

        byte[] outData() {
            return data(DpdkMemory.PAGE);
        }

        byte[] inData() {
            return data(inAt() + DpdkMemory.PAGE);
        }

        private byte[] data(long at) {
            return shared.asSlice(at, places.dataBytes()).toArray(JAVA_BYTE);
        }
    }

    /// Our side, with all four indices at a position.
    final Ours ours(int dataPages, int start) {
        DpdkMemory places = new DpdkMemory(dataPages);
        Handle region = keep(PLATFORM.allocate(places.pages()).getFirst());
        MemorySegment shared = keep(PLATFORM.map(
                List.of(new PageRun(region, 0, places.pages())), Access.READ_WRITE)).bytes();
        for (int page : new int[] {places.toPeerPage(), places.fromPeerPage()}) {
            shared.set(JAVA_INT, (long) page * DpdkMemory.PAGE + WRITE_INDEX, start);
            shared.set(JAVA_INT, (long) page * DpdkMemory.PAGE + READ_INDEX, start);
        }
        return new Ours(places, region, shared,
                new OutgoingRing(ring(region, places.toPeerPage(), places)),
                new IncomingRing(ring(region, places.fromPeerPage(), places)));
    }

    private RingMemory ring(Handle region, int firstPage, DpdkMemory places) {
        Mapping mapping = keep(PLATFORM.mapRing(
                List.of(new PageRun(region, firstPage, places.ringPages()))));
        return RingMemory.of(mapping, places.ringPages(), PLATFORM.mirrorsRings());
    }

    /// The library's side of the same rings.
    final DpdkChannel dpdk(Ours ours) {
        return keep(new DpdkChannel(ours.shared, ours.places));
    }

    static byte[] pattern(int bytes, long seed) {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pattern[i] = (byte) (1 + Math.floorMod(seed * 31 + i, 255));
        }
        return pattern;
    }

    /// As a receiver sees it: VMBus rounds every length up to 8.
    static byte[] padded(byte[] payload) {
        return Arrays.copyOf(payload, (payload.length + 7) / 8 * 8);
    }

    static MemorySegment segment(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    static Packet nextOf(IncomingRing in) {
        Packet packet = in.next();
        assertNotNull(packet, "a packet");
        return packet;
    }

    static byte[] payloadOf(Packet packet) {
        byte[] payload = new byte[packet.payloadBytes()];
        packet.copyPayload(segment(payload));
        return payload;
    }
}
