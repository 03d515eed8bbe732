// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.cli.CommandFailure;

@DisplayName("a tree as one row of bytes")
final class TreeTest {
    @TempDir
    private Path folder;

    private static TreeEntry file(String path, long size) {
        return new TreeEntry(TreeEntry.Kind.FILE, path, size, 0644, "");
    }

    @Test
    @DisplayName("cuts the row into parts of files, wherever a piece begins and ends")
    void cutsTheRowIntoParts() {
        Tree tree = Tree.of(List.of(file("a", 10), file("empty", 0), file("b", 5)));
        assertEquals(15, tree.bytes());
        assertEquals(List.of(new Tree.Part(0, 0, 0, 10), new Tree.Part(2, 0, 10, 5)),
                tree.parts(0, 15));
        assertEquals(List.of(new Tree.Part(0, 8, 0, 2), new Tree.Part(2, 0, 2, 1)),
                tree.parts(8, 3));
        assertEquals(List.of(new Tree.Part(2, 0, 0, 5)), tree.parts(10, 5));
        assertEquals(List.of(), tree.parts(15, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "./a"})
    @DisplayName("refuses names that lead out of the tree")
    void refusesNamesThatLeadOut(String path) {
        assertThrows(IllegalArgumentException.class, () -> file(path, 1));
    }

    @Test
    @DisplayName("reads, checks and copies a real folder, with links, modes and empty folders")
    void readsChecksAndCopies() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/sub/none"));
        Path root = folder.resolve("source");
        Files.write(root.resolve("one"), new byte[] {1, 2, 3});
        Files.createFile(root.resolve("zero"));
        Files.write(root.resolve("sub/two"), new byte[] {4, 5});
        Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
        assertTrue(root.resolve("one").toFile().setExecutable(true));
        TreeFiles files = TreeFiles.of(root);
        TreeWriter writer = new TreeWriter(folder.resolve("copy"), files.tree());
        writer.begin();
        Digests digests = new Digests(files.tree(), entry -> digest(files, entry));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(2);
            for (long at = 0; at < files.tree().bytes(); at += 2) {
                MemorySegment part = piece.asSlice(0, Math.min(2, files.tree().bytes() - at));
                files.read(at, part);
                digests.check(at, part);
                writer.write(at, part);
            }
        }
        writer.finish();
        Path copy = folder.resolve("copy");
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(copy.resolve("link")));
        assertTrue(Files.isSymbolicLink(copy.resolve("link")));
        assertTrue(Files.isExecutable(copy.resolve("one")));
        assertEquals(0, Files.size(copy.resolve("zero")));
        assertArrayEquals(new byte[] {4, 5}, Files.readAllBytes(copy.resolve("sub/two")));
        assertTrue(Files.isDirectory(copy.resolve("sub/none"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(source));
        assertThrows(CommandFailure.class, () -> TreeWriter.makeEmpty(copy));
    }

    private static byte[] digest(TreeFiles files, int entry) {
        try {
            return files.digest(entry);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("notices a single changed byte")
    void noticesAChangedByte() throws Exception {
        Files.write(folder.resolve("f"), new byte[] {1, 2, 3, 4});
        TreeFiles files = TreeFiles.of(folder);
        Digests digests = new Digests(files.tree(), entry -> digest(files, entry));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(4);
            files.read(0, all);
            digests.check(0, all);
            all.set(ValueLayout.JAVA_BYTE, 3, (byte) 5);
            Digests.MismatchException thrown = assertThrows(
                    Digests.MismatchException.class, () -> digests.check(0, all));
            assertEquals("SHA-256 differs: path=f bytes=4", thrown.getMessage());
        }
    }

    @Test
    @DisplayName("says so when a file has become shorter")
    void saysSoWhenAFileHasBecomeShorter() throws Exception {
        Files.write(folder.resolve("f"), new byte[] {1, 2, 3, 4});
        TreeFiles files = TreeFiles.of(folder.resolve("f"));
        Files.write(folder.resolve("f"), new byte[] {1});
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(4);
            assertThrows(EOFException.class, () -> files.read(0, all));
        }
    }
}
