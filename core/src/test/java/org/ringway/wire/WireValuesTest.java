// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the values of control messages can be.
final class WireValuesTest {
    private static String refusal(Runnable act) {
        return assertThrows(IllegalArgumentException.class, act::run).getMessage();
    }

    @ParameterizedTest
    @CsvSource({"0x0000000d, 0, 13", "0x00010001, 1, 1", "0x00050003, 5, 3", "0x00060000, 6, 0",
        "0xffffffff, 65535, 65535"})
    void versionIsAWordOfTwoHalves(String word, int major, int minor) {
        int wire = Integer.parseUnsignedInt(word.substring(2), 16);
        assertEquals(new ProtocolVersion(major, minor), ProtocolVersion.ofWord(wire));
        assertEquals(wire, new ProtocolVersion(major, minor).word());
    }

    @Test
    void versionsAreOrderedByAge() {
        assertTrue(ProtocolVersion.V5_3.compareTo(new ProtocolVersion(5, 2)) > 0);
        assertTrue(ProtocolVersion.V5_3.compareTo(new ProtocolVersion(6, 0)) < 0);
        assertTrue(ProtocolVersion.V5_3.compareTo(new ProtocolVersion(0x8000, 0)) < 0);
        assertEquals("5.3", ProtocolVersion.V5_3.toString());
        assertEquals("version does not fit into 16 bits each: major=65536 minor=0",
                refusal(() -> new ProtocolVersion(65_536, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2048, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @DisplayName("C1: channel ids are 1 to 2047")
    void c1ChannelIdOutOfRange(int id) {
        assertEquals("channel id is out of range: channelId=" + Integer.toUnsignedString(id)
                + " max=2047", refusal(() -> new RelId(id)));
        assertEquals(2047, new RelId(2047).value());
    }

    @Test
    void statusIsZeroOrNegative() {
        assertTrue(Status.OK.isOk());
        assertEquals("ok", Status.OK.toString());
        assertFalse(Status.ACCESS_DENIED.isOk());
        assertEquals("access denied (0xc0000022)", Status.ACCESS_DENIED.toString());
        assertEquals("failed (0x8000ffff)", new Status(0x8000_FFFF).toString());
        assertEquals("status is neither 0 nor negative: status=0x1",
                refusal(() -> new Status(1)));
    }

    @Test
    void everyStatusOfOursHasWordsOfItsOwn() {
        Set<String> words = Stream.of(Status.OK, Status.ACCESS_DENIED, Status.INVALID_PARAMETER,
                Status.INSUFFICIENT_RESOURCES, Status.NOT_FOUND, Status.DEVICE_BUSY,
                Status.CONNECTION_REFUSED, Status.QUOTA_EXCEEDED, Status.UNSUCCESSFUL,
                Status.CANCELLED, Status.PEER_GONE).map(Status::text).collect(Collectors.toSet());
        assertEquals(11, words.size());
        assertFalse(words.contains("failed"));
    }

    @Test
    void userDataAlwaysHasItsLength() {
        UserData data = UserData.of(new byte[] {1, 2, 3});
        assertEquals("010203" + "00".repeat(117), data.bytes().toString());
        assertEquals("user data is too long: bytes=121 max=120",
                refusal(() -> UserData.of(new byte[121])));
        assertEquals("user data has the wrong length: bytes=119 needed=120",
                refusal(() -> new UserData(WireBytes.of(new byte[119]))));
    }

    @ParameterizedTest
    @CsvSource({"0, 00000000", "4, 04000000", "0x52570001, 01005752"})
    void userDataOfAPipeBeginsWithItsType(String type, String hex) {
        UserData data = UserData.ofPipe(Integer.decode(type));
        assertTrue(data.bytes().toString().startsWith(hex));
        assertEquals(Integer.decode(type), data.pipeType());
    }

    @Test
    void offerFlagsAreSixteenBits() {
        OfferContent pipe = new OfferContent(Guid.ZERO, Guid.ZERO, 0xFFFF, UserData.EMPTY);
        assertTrue(pipe.isPipe());
        assertFalse(new OfferContent(Guid.ZERO, Guid.ZERO, 0xFFEF, UserData.EMPTY).isPipe());
        assertEquals("flags do not fit into 16 bits: flags=0x10000",
                refusal(() -> new OfferContent(Guid.ZERO, Guid.ZERO, 0x1_0000, UserData.EMPTY)));
    }

    @Test
    void bytesAreCopiedBothWays() {
        byte[] mine = {1, 2, 3};
        WireBytes bytes = WireBytes.of(mine);
        mine[0] = 9;
        bytes.toArray()[1] = 9;
        assertEquals("010203", bytes.toString());
        assertEquals(WireBytes.of(new byte[] {1, 2, 3}), bytes);
        assertNotEquals(WireBytes.of(new byte[] {1, 2}), bytes);
        assertTrue(bytes.asSegment().isReadOnly());
    }
}
