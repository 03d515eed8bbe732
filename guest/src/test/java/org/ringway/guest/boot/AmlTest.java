// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AmlTest {
    private static String hex(Aml aml) {
        return HexFormat.of().formatHex(aml.toArray());
    }

    @Test
    void aShortBlockHasALengthOfOneByte() {
        assertEquals("5b820c" + "434f4d31" + "085f5549440a03",
                hex(new Aml().device("COM1", new Aml().nameNumber("_UID", 3))));
    }

    @Test
    void aLongBlockHasALengthOfTwoBytes() {
        String text = "x".repeat(100);
        String hex = hex(new Aml().scope("_SB_", new Aml().nameString("_DDN", text)));
        // 2 of the length, 4 of the name, and 1 + 4 + 1 + 100 + 1 inside: 113 = 0x71.
        assertEquals("104107" + "5f53425f", hex.substring(0, 14));
    }

    @Test
    void resourcesEndWithTheirTag() {
        assertEquals("085f43525311080a05" + "221000" + "7900",
                hex(new Aml().nameResources("_CRS", new byte[] {0x22, 0x10, 0})));
    }

    @Test
    void aPackageCountsItsElements() {
        assertEquals("085f53355f1206020a050a00", hex(new Aml().namePackage("_S5_", 5, 0)));
    }
}
