// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.memory.GpaRange;

/// The same packets written by both, each into its own ring from the same position on: both rings
/// must be the same bytes at every moment, and refuse the same packets.
final class DpdkBytesTest extends DpdkCase {
    private static final int STEPS = 4_000;

    @ParameterizedTest(name = "{0} pages, from {1}, seed {2}")
    @CsvSource({"1, 0, 1", "1, 4088, 2", "2, 8000, 3", "3, 4096, 4", "7, 16, 5"})
    @DisplayName("both rings are the same bytes, packet by packet")
    void bothRingsAreTheSameBytes(int pages, int start, long seed) {
        Ours ours = ours(pages, start);
        DpdkChannel dpdk = dpdk(ours);
        Random random = new Random(seed);
        int refused = 0;
        for (long id = 1; id <= STEPS; id++) {
            byte[] payload = pattern(random.nextInt(random.nextInt(8) == 0 ? 3000 : 100), id);
            boolean written = writeBoth(random.nextInt(4), ours, dpdk, id, payload);
            ours.out().publish();
            refused += written ? 0 : 1;
            assertArrayEquals(ours.outData(), ours.inData(), "after packet " + id);
            assertEquals(ours.outWord(WRITE_INDEX), ours.inWord(WRITE_INDEX));
            boolean fills = id / 300 % 2 == 0;
            while (random.nextInt(3) < (fills ? 1 : 2) && !dpdk.isEmpty()) {
                takeBoth(ours, dpdk);
            }
            assertEquals(ours.outWord(READ_INDEX), ours.inWord(READ_INDEX));
        }
        assertTrue(refused > 0, "the rings were never full");
    }

    private static boolean writeBoth(
            int kind, Ours ours, DpdkChannel dpdk, long id, byte[] payload) {
        List<GpaRange> ranges = List.of(new GpaRange(4000, 96, new long[] {id}),
                new GpaRange(1, 4095, new long[] {id + 1}));
        int status = switch (kind) {
            case 0 -> dpdk.send(6, 0, id, payload).status();
            case 1 -> dpdk.send(6, 1, id, payload).status();
            case 2 -> dpdk.send(11, 0, id, payload).status();
            default -> dpdk.sendRanges(id, ranges, payload).status();
        };
        boolean written = switch (kind) {
            case 0 -> ours.out().tryWrite(id, false, segment(payload));
            case 1 -> ours.out().tryWrite(id, true, segment(payload));
            case 2 -> ours.out().tryComplete(id, segment(payload));
            default -> ours.out().tryWriteDirect(id, ranges, segment(payload));
        };
        assertEquals(written ? DpdkChannel.OK : DpdkChannel.AGAIN, status, "packet " + id);
        return written;
    }

    private static void takeBoth(Ours ours, DpdkChannel dpdk) {
        DpdkChannel.Received theirs = dpdk.receive();
        assertEquals(theirs.id(), nextOf(ours.in()).transactionId());
        ours.in().commit();
    }
}
