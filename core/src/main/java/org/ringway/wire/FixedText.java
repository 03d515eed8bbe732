// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/// UTF-8 text in a field of fixed length, padded with zeros. Strict both ways: what one side
/// accepts is shown on the other side's terminal, and must have exactly one encoding.
final class FixedText {
    private FixedText() {}

    static byte[] encode(String text, int length) {
        check(text);
        ByteBuffer encoded;
        try {
            encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "text has half a surrogate pair: chars=" + text.length());
        }
        if (encoded.remaining() > length) {
            throw new IllegalArgumentException(
                    "text is too long: bytes=" + encoded.remaining() + " max=" + length);
        }
        byte[] field = new byte[length];
        encoded.get(field, 0, encoded.remaining());
        return field;
    }

    /// Cuts between characters, never inside one, and replaces what [#encode] would refuse.
    static String fit(String text, int length) {
        StringBuilder fitting = new StringBuilder();
        int bytes = 0;
        for (int character : text.codePoints().toArray()) {
            boolean legal = !Character.isISOControl(character)
                    && Character.getType(character) != Character.SURROGATE;
            String next = legal ? Character.toString(character) : "?";
            bytes += next.getBytes(UTF_8).length;
            if (bytes > length) {
                break;
            }
            fitting.append(next);
        }
        return fitting.toString();
    }

    static String decode(byte[] field) {
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        for (int i = end; i < field.length; i++) {
            if (field[i] != 0) {
                throw new IllegalArgumentException(
                        "text goes on behind its end: end=" + end + " at=" + i);
            }
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(field, 0, end)).toString();
            check(text);
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text is not UTF-8: bytes=" + end);
        }
    }

    /// Refuses control characters, which could move the cursor of whoever prints the text.
    private static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException("text has a control character: at=" + i
                        + " character=0x" + Integer.toHexString(text.charAt(i)));
            }
        }
    }
}
