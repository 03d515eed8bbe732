// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ringway.memory.GpaRange;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;

/// Random steps of a writer and a reader in one thread. Every answer of the ring has to be the
/// model's.
final class RandomSteps {
    private final RingUnderTest ring;
    private final Random random;
    private final RingModel model;
    private long id;
    private long refusedOrAborted;

    RandomSteps(RingUnderTest ring, Random random) {
        this.ring = ring;
        this.random = random;
        this.model = new RingModel(ring.dataBytes);
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> write();
                case 5, 6 -> publish();
                case 7, 8, 9, 10 -> look();
                case 11 -> assertEquals(model.commit(), ring.in.commit(), "commit");
                case 12 -> readerWaitsOrWakes();
                default -> writerWaitsOrWakes();
            }
        }
        publish();
        while (look()) {}
        assertEquals(id, ring.out.packets() + refusedOrAborted, "no write is unaccounted for");
        assertEquals(ring.out.packets(), ring.in.packets());
    }

    private void publish() {
        assertEquals(model.publish(), ring.out.publish(), "publish");
    }

    private void write() {
        boolean completion = random.nextBoolean();
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                byte[] payload = payload(ring.dataBytes - 32);
                expect(sent(PacketType.IN_BAND, completion, List.of(), payload),
                        ring.out.tryWrite(id, completion, MemorySegment.ofArray(payload)));
            }
            case 2 -> {
                byte[] payload = payload(ring.dataBytes - 32);
                expect(sent(PacketType.COMPLETION, false, List.of(), payload),
                        ring.out.tryComplete(id, MemorySegment.ofArray(payload)));
            }
            case 3 -> {
                List<GpaRange> ranges =
                        Stream.generate(this::range).limit(1 + random.nextInt(8)).toList();
                byte[] payload = payload(1000);
                expect(sent(PacketType.DIRECT, true, ranges, payload),
                        ring.out.tryWriteDirect(id, ranges, MemorySegment.ofArray(payload)));
            }
            case 4 -> {
                GpaRange run = range();
                byte[] payload = payload(1000);
                expect(sent(PacketType.DIRECT, true, List.of(run), payload),
                        ring.out.tryWriteDirect(id, run.pfns()[0] - 3, 3 * 4096 + run.byteOffset(),
                                run.byteCount(), MemorySegment.ofArray(payload)));
            }
            case 5 -> {
                TransferPages pages = transferPages();
                byte[] payload = payload(1000);
                expect(sent(PacketType.TRANSFER_PAGES, true, pages, pages.words(), payload),
                        ring.out.tryWriteTransfer(id, pages, MemorySegment.ofArray(payload)));
            }
            default -> reserve(completion, payload(ring.dataBytes - 32));
        }
    }

    private void expect(RingModel.Sent packet, boolean written) {
        assertEquals(model.write(packet), written, "room for a " + packet.type());
        refusedOrAborted += written ? 0 : 1;
    }

    private void reserve(boolean completion, byte[] payload) {
        RingModel.Sent packet = sent(PacketType.IN_BAND, completion, List.of(), payload);
        try (Reservation reservation = ring.out.tryReserve(payload.length)) {
            assertEquals(model.hasRoom(packet), reservation != null, "room for a reservation");
            if (reservation != null) {
                MemorySegment.copy(MemorySegment.ofArray(payload), 0,
                        reservation.memory(), reservation.offset(), payload.length);
            }
            if (reservation == null || random.nextInt(3) == 0) {
                refusedOrAborted++;
                return;
            }
            reservation.commit(id, completion);
            model.write(packet);
        }
    }

    /// Mostly small, now and then as large as can be.
    private byte[] payload(int most) {
        int bytes = random.nextInt(1 + (random.nextInt(20) == 0 ? most : 200));
        return RingCase.pattern(bytes, ++id);
    }

    private GpaRange range() {
        long byteCount = 1 + random.nextInt(20_000);
        int byteOffset = random.nextInt(4096);
        long[] pfns = new long[(int) (byteOffset + byteCount + 4095) / 4096];
        long first = random.nextLong(1L << 52);
        Arrays.setAll(pfns, i -> first + i);
        return new GpaRange(byteCount, byteOffset, pfns);
    }

    private TransferPages transferPages() {
        List<TransferRange> ranges = Stream.generate(() -> new TransferRange(
                random.nextLong(1L << 32), random.nextLong(1, 1L << 32)))
                .limit(1 + random.nextInt(30)).toList();
        return new TransferPages(
                new TransferSetId(random.nextInt(1 << 16)), random.nextBoolean(), ranges);
    }

    private RingModel.Sent sent(
            PacketType type, boolean completion, List<GpaRange> ranges, byte[] payload) {
        int words = ranges.stream().mapToInt(range -> 1 + range.pfns().length).sum();
        return sent(type, completion, ranges, ranges.isEmpty() ? 0 : 1 + words, payload);
    }

    private RingModel.Sent sent(
            PacketType type, boolean completion, Object named, int words, byte[] payload) {
        byte[] padded = Arrays.copyOf(payload, (payload.length + 7) / 8 * 8);
        return new RingModel.Sent(type, id, completion, named, words, padded);
    }

    private boolean look() {
        RingModel.Sent expected = model.look();
        assertEquals(expected != null, ring.in.hasNext(), "hasNext");
        Packet packet = ring.in.next();
        if (expected == null) {
            return false;
        }
        assertNotNull(packet, "a packet");
        assertEquals(expected.type(), packet.type());
        assertEquals(expected.id(), packet.transactionId());
        assertEquals(expected.completionRequested(), packet.completionRequested());
        assertArrayEquals(expected.payload(), RingCase.payloadOf(packet));
        if (packet.type() == PacketType.DIRECT) {
            assertEquals(expected.named(), packet.ranges().toList());
        } else if (packet.type() == PacketType.TRANSFER_PAGES) {
            assertEquals(expected.named(), packet.transferPages());
        }
        return true;
    }

    private void readerWaitsOrWakes() {
        if (random.nextBoolean()) {
            ring.in.mask();
            model.mask();
        } else if (model.isCommitted()) {
            assertEquals(model.unmask(), ring.in.unmaskAndRecheck(), "recheck");
        }
    }

    private void writerWaitsOrWakes() {
        if (random.nextBoolean()) {
            ring.out.withdrawRequest();
            model.withdraw();
        } else if (model.isPublished()) {
            assertEquals(model.requestSpace(), ring.out.requestSpace(), "room at second look");
        }
    }
}
