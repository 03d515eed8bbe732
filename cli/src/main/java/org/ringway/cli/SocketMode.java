// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Permission bits of a socket, written as `chmod` has them.
///
/// @param bits 0 to 0777
record SocketMode(int bits) {
    /// Reads `660` and `0660` alike.
    static final class Converter implements ITypeConverter<SocketMode> {
        @Override
        public SocketMode convert(String text) {
            if (!text.matches("0?[0-7]{3}")) {
                throw new TypeConversionException(
                        "'" + text + "' is no mode; write three octal digits, such as 660");
            }
            return new SocketMode(Integer.parseInt(text, 8));
        }
    }

    @Override
    public String toString() {
        return String.format("%04o", bits);
    }
}
