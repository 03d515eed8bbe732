// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A size as people write it: `512M`, `2G`.
///
/// @param bytes how many
record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([KMG])");

    /// Reads one.
    static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no size: write for example 512M or 2G");
            }
            int shift = switch (parts.group(2)) {
                case "K" -> 10;
                case "M" -> 20;
                default -> 30;
            };
            return new ByteSize(Long.parseLong(parts.group(1)) << shift);
        }
    }
}
