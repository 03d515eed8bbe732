// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTest {
    @Test
    void membersKeepTheOrderInWhichTheyWerePut() {
        String text = Json.text(Json.object("z", 1, "a", List.of(true, 2.5), "m", null));

        assertEquals("{\"z\":1,\"a\":[true,2.5],\"m\":null}", text);
    }

    @Test
    void emptyThingsStayThings() {
        String text = Json.text(Json.object("list", List.of(), "object", Json.object()));

        assertEquals("{\"list\":[],\"object\":{}}", text);
    }

    @Test
    void textIsEscapedIntoAscii() {
        assertEquals("\"a\\\"b\\\\c\\n\\u0000\\u007f\\u00e9\\ud83d\\ude00\"",
                Json.text("a\"b\\c\n\0\u007fé😀"));
    }

    @Test
    void aNumberThatJsonCannotSayIsNull() {
        assertEquals("[null,null]",
                Json.text(List.of(Double.NaN, Float.POSITIVE_INFINITY)));
    }

    @Test
    void aKeyWithoutAValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.object("a", 1, "b"));
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.object("a", 1, "a", 2));
    }
}
