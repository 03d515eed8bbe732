// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SocketModeTest {
    private final SocketMode.Converter converter = new SocketMode.Converter();

    @Test
    void aModeIsOctalWithOrWithoutAZero() {
        assertEquals(new SocketMode(0660), converter.convert("660"));
        assertEquals(new SocketMode(0660), converter.convert("0660"));
        assertEquals("0660", new SocketMode(0660).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "66", "668", "1777", "rw-rw----", "-660"})
    void anythingElseIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
