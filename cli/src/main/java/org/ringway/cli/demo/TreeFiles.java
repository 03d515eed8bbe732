// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files behind a [Tree], for whoever serves them.
///
/// - **Thread:** any.
final class TreeFiles {
    private static final int TRANSFER_BYTES = 1 << 20;

    private final Path root;
    private final Tree tree;

    private TreeFiles(Path root, Tree tree) {
        this.root = root;
        this.tree = tree;
    }

    /// Lists a folder, or a single file as a tree of one.
    ///
    /// @throws IOException if something cannot be read
    static TreeFiles of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Path folder = path.toAbsolutePath().getParent();
            return new TreeFiles(folder, Tree.of(listed(folder, Stream.of(path.toAbsolutePath()))));
        }
        try (Stream<Path> found = Files.walk(path)) {
            return new TreeFiles(path, Tree.of(listed(path, found.filter(p -> !p.equals(path)))));
        }
    }

    private static List<TreeEntry> listed(Path root, Stream<Path> paths) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
            TreeEntry entry = entry(root, path);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /// Sockets, pipes and devices are left out.
    private static @Nullable TreeEntry entry(Path root, Path path) throws IOException {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
            return new TreeEntry(TreeEntry.Kind.LINK, name, 0, 0777,
                    Files.readSymbolicLink(path).toString());
        }
        int mode = mode(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return new TreeEntry(TreeEntry.Kind.FOLDER, name, 0, mode, "");
        }
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? new TreeEntry(TreeEntry.Kind.FILE, name, Files.size(path), mode, "") : null;
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }

    Tree tree() {
        return tree;
    }

    /// Reads a piece of the row straight into memory.
    void read(long position, MemorySegment target) throws IOException {
        for (Tree.Part part : tree.parts(position, target.byteSize())) {
            try (FileChannel file = open(part)) {
                MemorySegment room = target.asSlice(part.offset(), part.bytes());
                readFully(file, part, room.asByteBuffer());
            }
        }
    }

    private void readFully(FileChannel file, Tree.Part part, ByteBuffer room) throws IOException {
        long at = part.fileOffset();
        while (room.hasRemaining()) {
            int bytes = file.read(room, at);
            if (bytes < 0) {
                throw shorter(part);
            }
            at += bytes;
        }
    }

    /// Sends a piece of the row through a socket, from the page cache.
    ///
    /// @return how many calls that took
    long transfer(long position, long length, WritableByteChannel target) throws IOException {
        long calls = 0;
        for (Tree.Part part : tree.parts(position, length)) {
            try (FileChannel file = open(part)) {
                long done = 0;
                while (done < part.bytes()) {
                    long most = Math.min(TRANSFER_BYTES, part.bytes() - done);
                    long bytes = file.transferTo(part.fileOffset() + done, most, target);
                    if (bytes <= 0 && file.size() <= part.fileOffset() + done) {
                        throw shorter(part);
                    }
                    done += bytes;
                    calls++;
                }
            }
        }
        return calls;
    }

    /// {@return the SHA-256 of a file, read anew and independently of any transfer}
    byte[] digest(int entry) throws IOException {
        MessageDigest digest = Digests.sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(TRANSFER_BYTES);
        TreeEntry file = tree.entries().get(entry);
        try (FileChannel content = FileChannel.open(root.resolve(file.path()))) {
            while (content.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return digest.digest();
    }

    private FileChannel open(Tree.Part part) throws IOException {
        Path path = root.resolve(tree.entries().get(part.entry()).path());
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private EOFException shorter(Tree.Part part) {
        return new EOFException("file has become shorter: "
                + tree.entries().get(part.entry()).path());
    }
}
