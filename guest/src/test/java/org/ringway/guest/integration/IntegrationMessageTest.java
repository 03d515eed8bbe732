// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;

final class IntegrationMessageTest {
    private static final List<Version> OURS = List.of(new Version(3, 0), new Version(1, 0));

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void theQuestionForVersionsListsThem() {
        assertEquals("0100 0000 0000 0100 0000 1800 00000000 00 03 0000"
                        + " 0200 0200 00000000 0300 0000 0100 0000 0300 0000 0100 0000",
                spaced(Agreement.question(OURS).encode()));
    }

    private static String spaced(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        int[] widths = {4, 4, 4, 4, 4, 4, 8, 2, 2, 4, 4, 4, 8, 4, 4, 4, 4, 4, 4, 4, 4};
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int width : widths) {
            text.append(text.isEmpty() ? "" : " ").append(hex, at, at + width);
            at += width;
        }
        return text.toString();
    }

    @Test
    void anAnswerChoosesOneOfEach() {
        byte[] answer = bytes("0300 0000 0000 0300 0000 1000 00000000 00 05 0000"
                + "0100 0100 00000000 0300 0000 0300 0000");

        assertEquals(new Agreement(new Version(3, 0), new Version(3, 0)),
                Agreement.read(IntegrationMessage.decode(answer), OURS));
    }

    @Test
    void whatWasNotOfferedOrIsCutOffIsRefused() {
        String head = "0300 0000 0000 0300 0000 1000 00000000 00 05 0000";
        for (String body : List.of("0100 0100 00000000 0300 0000 0900 0000",
                "0000 0000 00000000 0300 0000 0300 0000",
                "0100 0100 00000000 0400 0000 0300 0000")) {
            IntegrationMessage answer = IntegrationMessage.decode(bytes(head + body));
            assertThrows(ProtocolException.class, () -> Agreement.read(answer, OURS), body);
        }
        assertThrows(ProtocolException.class,
                () -> IntegrationMessage.decode(bytes(head + "0100")), "no body");
        assertThrows(ProtocolException.class,
                () -> IntegrationMessage.decode(new byte[19]), "no head");
        assertThrows(ProtocolException.class, () -> Agreement.read(
                new IntegrationMessage(new Version(3, 0), 0, new Version(3, 0), 0, 0, 5,
                        new byte[15]), OURS), "short body");
    }

    @Test
    void timeIsCountedInTicksSince1601() {
        byte[] body = TimeSynchronization.body(Instant.parse("1970-01-01T00:00:01Z"), 1);

        assertEquals(116_444_736_010_000_000L, IntegrationMessage.little(body).getLong(0));
        assertEquals(1, body[24]);
    }

    @Test
    void aPairIsReadFromItsFieldsAndNoFurther() {
        byte[] body = pair("OSName\0", "Debian\u0007\0");
        assertEquals(3, body[0], "enumerate");
        assertEquals(2, body[1], "the guest's own pool");
        assertEquals(5, body[4], "index");
        assertEquals(new KeyValueExchange.Pair("OSName", "Debian?"), KeyValueExchange.read(body));

        body[13] = 3;
        assertThrows(ProtocolException.class, () -> KeyValueExchange.read(body), "key too long");
        assertThrows(ProtocolException.class, () -> KeyValueExchange.read(new byte[100]));
    }

    private static byte[] pair(String key, String value) {
        byte[] body = KeyValueExchange.question(5);
        put(key, body, 12, 20);
        put(value, body, 16, 532);
        return body;
    }

    private static void put(String text, byte[] body, int sizeAt, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(bytes, 0, body, at, bytes.length);
        IntegrationMessage.little(body).putInt(sizeAt, bytes.length);
    }

    @Test
    void whatCouldMoveACursorIsNoPartOfAPair() {
        assertEquals(new KeyValueExchange.Pair("a?b?c?d", "\u65e5\ud83d\ude00?[31m?"),
                KeyValueExchange.read(pair("a\u009bb\u0085c\u007fd\0\u009b",
                        "\u65e5\ud83d\ude00\u001b[31m\u009f")));
        String longest = "\u65e5".repeat(1024);
        assertEquals(longest, KeyValueExchange.read(pair("", longest)).value());
    }
}
