// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text in a field: one encoding for each text, and nothing that could move a cursor.
final class TextTest {
    private static String refusal(Runnable act) {
        return assertThrows(IllegalArgumentException.class, act::run).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "disk 7", "Straße", "文件", "🚂"})
    void textComesBackAsItWas(String text) {
        WireBytes field = WireBytes.ofText(text, 64);
        assertEquals(64, field.length());
        assertEquals(text, field.text());
    }

    @Test
    void textIsPaddedWithZeros() {
        assertArrayEquals(Arrays.copyOf("Straße".getBytes(UTF_8), 10),
                WireBytes.ofText("Straße", 10).toArray());
    }

    @Test
    void textMayFillItsField() {
        String text = "x".repeat(64);
        assertEquals(text, Name.of(text).toWire().text());
        assertEquals("text is too long: bytes=65 max=64", refusal(() -> Name.of(text + "x")));
        assertEquals("text is too long: bytes=65 max=64",
                refusal(() -> Name.of("x".repeat(62) + "文")));
    }

    @Test
    void textThatCouldHarmATerminalIsRefused() {
        assertEquals("text has a control character: at=1 character=0x1b",
                refusal(() -> Name.of("a\u001b[2J")));
        assertEquals("text has a control character: at=0 character=0x9b",
                refusal(() -> Name.of("\u009b2J")));
        assertEquals("text has a control character: at=0 character=0x0",
                refusal(() -> Name.of("\0")));
        assertEquals("text has half a surrogate pair: chars=1",
                refusal(() -> Name.of("\ud83d")));
    }

    @ParameterizedTest
    @CsvSource({
        "ff000000, text is not UTF-8: bytes=1",
        "c0800000, text is not UTF-8: bytes=2",
        "e6960000, text is not UTF-8: bytes=2",
        "61006200, text goes on behind its end: end=1 at=2",
        "611b0000, text has a control character: at=1 character=0x1b",
        "c29b0000, text has a control character: at=0 character=0x9b"})
    void bytesThatAreNoTextAreRefused(String hex, String refusal) {
        WireBytes field = WireBytes.of(HexFormat.of().parseHex(hex));
        assertEquals(refusal, refusal(field::text));
    }

    @ParameterizedTest
    @CsvSource({
        "hello, 5, hello", "hello, 4, hell", "'a\nb', 5, a?b", "文件, 5, 文", "a🚂, 4, a"})
    void textIsMadeToFitBetweenCharacters(String text, int length, String fitting) {
        assertEquals(fitting, WireBytes.fit(text, length));
        assertEquals(fitting, WireBytes.ofText(fitting, length).text());
    }
}
