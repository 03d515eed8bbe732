// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GuidTest {
    private static final UUID VALUE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final byte[] ON_THE_WIRE =
            HexFormat.of().parseHex("33221100554477668899aabbccddeeff");

    @Test
    @DisplayName("the first three fields are little-endian, the rest is as it is, at any offset")
    void layoutIsThatOfWindows() {
        byte[] bytes = new byte[19];
        Guid.of(VALUE).encode(MemorySegment.ofArray(bytes), 3);
        byte[] expected = new byte[19];
        System.arraycopy(ON_THE_WIRE, 0, expected, 3, 16);
        assertArrayEquals(expected, bytes);
        assertEquals(Guid.of(VALUE), Guid.decode(MemorySegment.ofArray(bytes), 3));
    }

    @Test
    @DisplayName("names make GUIDs as RFC 9562 version 5 says: its own example")
    void namesMakeGuidsOfVersionFive() {
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertEquals(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
                Guid.ofName(dns, "www.example.com").uuid());
    }

    @Test
    void nameMakesTheSameGuidForEver() {
        assertEquals(Guid.ofName("echo"), Guid.ofName("echo"));
        assertEquals(5, Guid.ofName("echo").uuid().version());
        assertEquals(2, Guid.ofName("echo").uuid().variant());
    }
}
