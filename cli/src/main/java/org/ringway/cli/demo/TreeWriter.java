// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.ringway.cli.CommandFailure;

/// Writes what has arrived as a copy of the tree.
///
/// The list of names comes from another partition: [TreeEntry] has refused what leads out of the
/// tree, and nothing is written through a link, because links are made last.
final class TreeWriter {
    private final Path root;
    private final Tree tree;

    /// @param root where the copy will be
    TreeWriter(Path root, Tree tree) {
        this.root = root;
        this.tree = tree;
    }

    /// Makes the folders and the empty files; before that, the copy's must be empty or not exist.
    void begin() throws IOException {
        makeEmpty(root);
        for (TreeEntry entry : tree.entries()) {
            if (entry.kind() == TreeEntry.Kind.FOLDER) {
                Files.createDirectory(root.resolve(entry.path()));
            } else if (entry.kind() == TreeEntry.Kind.FILE && entry.size() == 0) {
                Files.createFile(root.resolve(entry.path()));
            }
        }
    }

    /// Makes the folder for a copy, unless it is there and empty.
    static void makeEmpty(Path root) throws IOException {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new CommandFailure("cannot make the folder for the copy: " + e,
                    "name one that you may make");
        }
        try (Stream<Path> children = Files.list(root)) {
            if (children.findAny().isPresent()) {
                throw new CommandFailure("the folder for the copy is not empty: " + root,
                        "name one that is empty or does not exist");
            }
        }
    }

    /// Refuses a copy that would become a part of what is copied.
    static void requireOutside(Path tree, Path root) throws IOException {
        Path there = root.toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (Files.isDirectory(tree) && there.toRealPath().startsWith(tree)) {
            throw new CommandFailure("the copy would lie within the tree: " + root,
                    "name a folder elsewhere");
        }
    }

    /// Writes the parts of files in a piece of the row.
    void write(long position, MemorySegment piece) throws IOException {
        for (Tree.Part part : tree.parts(position, piece.byteSize())) {
            Path path = root.resolve(tree.entries().get(part.entry()).path());
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                ByteBuffer bytes = piece.asSlice(part.offset(), part.bytes()).asByteBuffer();
                long at = part.fileOffset();
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
            }
        }
    }

    /// Makes the links and sets the permissions, folders after what is in them.
    void finish() throws IOException {
        for (TreeEntry entry : tree.entries().reversed()) {
            Path path = root.resolve(entry.path());
            if (entry.kind() == TreeEntry.Kind.LINK) {
                Files.createSymbolicLink(path, Path.of(entry.target()));
            } else {
                Files.setPosixFilePermissions(path, permissions(entry.mode()));
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
