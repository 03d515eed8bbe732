// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.ringway.RingCorruptException;

/// What the parts of the contract share: rings, payloads, and how a test says what it expects.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RingCase {
    static final int PAGE = 4096;
    static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private final RingContract contract;

    RingCase(RingContract contract) {
        this.contract = contract;
    }

    /// An empty ring whose indices are both at a position.
    final RingUnderTest ring(int dataPages, int start) {
        return new RingUnderTest(contract.sides(dataPages), start);
    }

    final RingUnderTest ring() {
        return ring(1, 0);
    }

    static MemorySegment text(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    }

    static MemorySegment zeros(int bytes) {
        return MemorySegment.ofArray(new byte[bytes]);
    }

    /// Bytes that differ from place to place and from seed to seed, never zero.
    static byte[] pattern(int bytes, long seed) {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pattern[i] = (byte) (1 + Math.floorMod(seed * 31 + i, 255));
        }
        return pattern;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static void assertBytes(String hex, byte[] found) {
        assertEquals(HexFormat.of().formatHex(bytes(hex)), HexFormat.of().formatHex(found));
    }

    static Packet nextOf(IncomingRing ring) {
        Packet packet = ring.next();
        assertNotNull(packet, "a packet");
        return packet;
    }

    static byte[] payloadOf(Packet packet) {
        byte[] payload = new byte[packet.payloadBytes()];
        packet.copyPayload(MemorySegment.ofArray(payload));
        return payload;
    }

    static void assertCorrupt(String text, Executable act) {
        assertEquals(text, assertThrows(RingCorruptException.class, act).getMessage());
    }
}
