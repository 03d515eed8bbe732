// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpaRangeCursor;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;

/// P14: the other side changes bytes between our looks at them. What we decided on may not change.
abstract class DoubleFetchContract extends RingCase {
    private static final int CONTENT = 2048;
    private static final int READS = 100_000;

    DoubleFetchContract(RingContract contract) {
        super(contract);
    }

    /// Changes bytes for as long as something reads them.
    private static void whileChanging(Runnable change, Executable read) throws Throwable {
        AtomicBoolean over = new AtomicBoolean();
        Thread changer = Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) {
                change.run();
            }
        });
        try {
            read.execute();
        } finally {
            over.set(true);
            changer.join();
        }
    }

    private static long word(int dataOffset, int length, int flags) {
        return 6 | (long) dataOffset << 16 | (long) length << 32 | (long) flags << 48;
    }

    @Test
    @DisplayName("P14: a descriptor is read at once, never half before and half after a change")
    void p14DescriptorIsReadAtOnce() throws Throwable {
        RingUnderTest ring = ring();
        long one = word(2, 4, 0);
        long other = word(10, 30, 1);
        ring.setQuadword(0, one);
        ring.setWord(RingUnderTest.WRITE_INDEX, CONTENT);
        Runnable change = () -> {
            ring.setQuadword(0, other);
            ring.setQuadword(0, one);
        };
        whileChanging(change, () -> {
            int ones = 0;
            int others = 0;
            while (ones + others < READS || ones == 0 || others == 0) {
                Packet packet = nextOf(ring.newReader());
                boolean isOther = packet.completionRequested();
                assertEquals(isOther ? 160 : 16, packet.payloadBytes());
                ones += isOther ? 0 : 1;
                others += isOther ? 1 : 0;
            }
        });
    }

    @Test
    @DisplayName("P14: whatever happens to a descriptor, the packet lies within the ring's content")
    void p14PacketStaysWithinTheContent() throws Throwable {
        RingUnderTest ring = ring();
        ring.setWord(RingUnderTest.WRITE_INDEX, CONTENT);
        Random random = new Random(14);
        Runnable change = () -> {
            ring.set(0, new byte[] {(byte) (6 + random.nextInt(6))});
            ring.set(2, new byte[] {(byte) random.nextInt(5), 0, (byte) random.nextInt(256)});
            ring.set(5, new byte[] {(byte) random.nextInt(2), (byte) random.nextInt(2)});
        };
        whileChanging(change, () -> {
            int packets = 0;
            for (int i = 0; i < READS || packets == 0; i++) {
                try {
                    Packet packet = nextOf(ring.newReader());
                    assertTrue(packet.payloadBytes() <= CONTENT - 24);
                    packet.copyPayload(zeros(packet.payloadBytes()));
                    packets++;
                } catch (RingCorruptException expectedToo) {
                    // Most descriptors are illegal; none may do more than this.
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("P14: page ranges that change while they are parsed are legal or refused")
    void p14RangesAreParsedOnce(boolean inPlace) throws Throwable {
        RingUnderTest ring = ring();
        assertTrue(ring.out.tryWriteDirect(1, List.of(GpaRange.ofPages(1, 50)), zeros(64)));
        ring.out.publish();
        Packet packet = nextOf(ring.in);
        Random random = new Random(15);
        Runnable change = () -> {
            ring.setQuadword(16, random.nextLong(4) << 32);
            ring.setQuadword(24, random.nextLong(50 * 4096));
            ring.setQuadword(32, random.nextLong(5 * 4096));
        };
        whileChanging(change, () -> {
            int legal = 0;
            for (int i = 0; i < READS || legal == 0; i++) {
                try {
                    GpaRangeCursor ranges =
                            inPlace ? packet.rangesInPlace() : packet.ranges();
                    assertTrue(ranges.toList().size() <= 3);
                    legal++;
                } catch (RingCorruptException expectedToo) {
                    // A count of 0, an empty range, a list cut short.
                } catch (IllegalArgumentException changedInPlace) {
                    assertTrue(inPlace, changedInPlace.getMessage());
                }
            }
        });
    }

    @Test
    @DisplayName("P13, P14: transfer ranges that change while they are read are legal or refused")
    void p14TransferRangesAreParsedFromACopy() throws Throwable {
        RingUnderTest ring = ring();
        TransferRange range = new TransferRange(8, 8);
        assertTrue(ring.out.tryWriteTransfer(1,
                new TransferPages(new TransferSetId(1), true, List.of(range, range)), zeros(64)));
        ring.out.publish();
        Packet packet = nextOf(ring.in);
        Random random = new Random(16);
        Runnable change = () -> {
            ring.setQuadword(16, random.nextLong(4) << 32 | 1);
            ring.setQuadword(24, random.nextLong(3));
            ring.setQuadword(32, random.nextLong(3) << 32 | 8);
        };
        whileChanging(change, () -> {
            int legal = 0;
            for (int i = 0; i < READS || legal == 0; i++) {
                try {
                    List<TransferRange> ranges = packet.transferPages().ranges();
                    assertTrue(ranges.size() <= 2);
                    legal++;
                } catch (RingCorruptException expectedToo) {
                    // A count of 0 or 3, an empty range.
                }
            }
        });
    }
}
