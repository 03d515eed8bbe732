// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuestAddressTest {
    @ParameterizedTest
    @CsvSource({"0, 100, 0", "4095, 100, 4095", "4096, 101, 0", "10000, 102, 1808",
        "17179869184, 4194404, 0"})
    void offsetIntoARunIsAPageAndAByteInIt(long offset, long pfn, int byteOffset) {
        assertEquals(new GuestAddress(pfn, byteOffset), GuestAddress.of(100, offset));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096, Integer.MIN_VALUE})
    void offsetOutsideThePageIsRefused(int byteOffset) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new GuestAddress(1, byteOffset));
        assertEquals("offset outside the page: byteOffset=" + byteOffset, refused.getMessage());
    }

    @Test
    void gpadlIdsAreShownWithoutSign() {
        assertEquals("gpadl 4294967295", new GpadlId(-1).toString());
    }
}
