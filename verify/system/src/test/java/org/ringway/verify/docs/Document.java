// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One file of the tree.
///
/// @param path where it is
/// @param text what it says
record Document(Path path, String text) {
    static final Path HOME = Path.of(System.getProperty("ringway.home")).normalize();

    private static final Pattern LINK =
            Pattern.compile("\\[`?([^\\]`]+)`?]\\((?!https?:)([^)#]+)[^)]*\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern NOT_OURS = Pattern.compile("(.*/)?(target|\\.[^/]+)/.*");

    /// A link to another file of the tree.
    ///
    /// @param from the document it is in
    /// @param text what a reader sees
    /// @param target what it leads to, there or not
    record Link(Path from, String text, Path target) {
        @Override
        public String toString() {
            return HOME.relativize(from) + ": [" + text + "](" + HOME.relativize(target) + ")";
        }
    }

    /// {@return all files of the tree with such a name, but for what a build put there}
    static List<Document> all(String suffix) {
        try (Stream<Path> paths = Files.walk(HOME)) {
            return paths.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> !NOT_OURS.matcher(HOME.relativize(path).toString()).matches())
                    .map(path -> new Document(path, read(path)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String name() {
        return HOME.relativize(path).toString();
    }

    Stream<Link> links() {
        return LINK.matcher(text).results().map(match -> new Link(path, match.group(1),
                path.resolveSibling(match.group(2)).normalize()));
    }

    /// {@return the lines of prose: outside fences, and no rows of tables}
    Stream<String> prose() {
        return FENCED.matcher(text).replaceAll("").lines().filter(line -> !line.startsWith("|"));
    }
}
