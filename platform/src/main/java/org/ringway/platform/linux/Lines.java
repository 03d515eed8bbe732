// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel writes into the small files by which it explains itself.
final class Lines {
    private Lines() {}

    /// Whether it is digits alone, of a number that fits into a long with room to spare.
    static boolean isNumber(String line) {
        return !line.isEmpty() && line.length() <= 18
                && line.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// {@return the lines of a file, none if it is not there or not for us}
    static List<String> of(Path file) {
        try {
            // Names in these files may be in any encoding; every byte is a letter in this one.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return List.of();
        }
    }
}
