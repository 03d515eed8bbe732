// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ExportsTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Everything people wrote in this tree.
///
/// @param texts each text file's path from the top, and what it says
/// @param sources the Java files among them, parsed
record Codebase(Map<String, String> texts, List<Source> sources) {
    private static final Pattern TEXT = Pattern.compile(
            ".*\\.(java|xml|md|sh|pml|c|h|py|toml|ya?ml|json|properties|editorconfig|gitignore)"
                    + "|[^.]*|.*\\.ci/[^.]*");
    private static final Pattern NOT_OURS = Pattern.compile("target|\\.(?!ci$).+");

    /// {@return a tree made of these files}
    static Codebase of(Map<String, String> texts) {
        Map<String, String> java = new TreeMap<>(texts);
        java.keySet().removeIf(path -> !path.endsWith(".java"));
        return new Codebase(texts, SourceParser.parse(java));
    }

    /// Reads all text files below a folder, but for what a build or a tool put there.
    static Codebase read(Path home) {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (Path file : files(home)) {
                texts.put(home.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return of(texts);
    }

    private static List<Path> files(Path home) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean foreign = !folder.equals(home)
                        && NOT_OURS.matcher(folder.getFileName().toString()).matches();
                return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && TEXT.matcher(home.relativize(file).toString()).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /// {@return the names of all packages that a module of ours exports to everyone}
    Set<String> exportedPackages() {
        return sources.stream()
                .flatMap(source -> source.all(ExportsTree.class))
                .filter(exports -> exports.getModuleNames() == null)
                .map(exports -> exports.getPackageName().toString())
                .collect(Collectors.toSet());
    }
}
