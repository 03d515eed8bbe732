// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A user or a group of this host, given by number or by name.
///
/// @param id its number
public record Account(int id) {
    private static final int NAME_FIELD = 0;
    private static final int ID_FIELD = 2;

    /// Reads a user.
    public static final class OfUser implements ITypeConverter<Account> {
        @Override
        public Account convert(String text) {
            return read(text, "user", Path.of("/etc/passwd"));
        }
    }

    /// Reads a group.
    public static final class OfGroup implements ITypeConverter<Account> {
        @Override
        public Account convert(String text) {
            return read(text, "group", Path.of("/etc/group"));
        }
    }

    /// @param text a number, or a name
    /// @param kind for the message
    /// @param table where names and numbers stand, separated by colons
    static Account read(String text, String kind, Path table) {
        if (text.matches("[0-9]{1,9}")) {
            return new Account(Integer.parseInt(text));
        }
        try (var lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":"))
                    .filter(fields -> fields.length > ID_FIELD && fields[NAME_FIELD].equals(text))
                    .map(fields -> new Account(Integer.parseInt(fields[ID_FIELD])))
                    .findFirst()
                    .orElseThrow(() -> unknown(text, kind, table));
        } catch (IOException | NumberFormatException unreadable) {
            throw unknown(text, kind, table);
        }
    }

    private static TypeConversionException unknown(String text, String kind, Path table) {
        return new TypeConversionException("no " + kind + " '" + text + "' in " + table
                + "; give its number");
    }
}
