// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/// Writes a first file system for Linux: a cpio archive of the kind `newc`, as the kernel's
/// `Documentation/driver-api/early-userspace/buffer-format.rst` has it.
public final class CpioArchive implements AutoCloseable {
    private static final int FOLDER = 0040755;
    private static final int FILE = 0100755;
    private static final int LINK = 0120777;
    private static final int HEADER_FIELDS = 13;

    private final OutputStream out;
    private final Set<String> folders = new HashSet<>();
    private int inode;

    CpioArchive(OutputStream out) {
        this.out = out;
    }

    /// Adds an executable file, and the folders it is in.
    public CpioArchive file(String name, byte[] content) throws IOException {
        foldersOf(name);
        return entry(name, FILE, content);
    }

    /// Adds an executable file with the content of another.
    public CpioArchive file(String name, Path from) throws IOException {
        return file(name, Files.readAllBytes(from));
    }

    CpioArchive text(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    CpioArchive link(String name, String to) throws IOException {
        foldersOf(name);
        return entry(name, LINK, to.getBytes(StandardCharsets.UTF_8));
    }

    CpioArchive folder(String name) throws IOException {
        foldersOf(name + "/");
        return this;
    }

    /// Adds everything below a folder.
    public CpioArchive tree(String name, Path from) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                String inside = name + "/" + from.relativize(file);
                if (attributes.isSymbolicLink()) {
                    link(inside, Files.readSymbolicLink(file).toString());
                } else {
                    file(inside, file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return this;
    }

    private void foldersOf(String name) throws IOException {
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
            if (folders.add(name.substring(0, end))) {
                entry(name.substring(0, end), FOLDER, new byte[0]);
            }
        }
    }

    /// Magic, then 13 numbers of 8 hexadecimal digits, name, content; both filled up to 4 bytes.
    private CpioArchive entry(String name, int mode, byte[] content) throws IOException {
        byte[] path = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int[] fields = new int[HEADER_FIELDS];
        fields[0] = ++inode;
        fields[1] = mode;
        fields[4] = 1;
        fields[6] = content.length;
        fields[11] = path.length;
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append("%08X".formatted(field));
        }
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(path);
        fill(header.length() + path.length);
        out.write(content);
        fill(content.length);
        return this;
    }

    private void fill(int written) throws IOException {
        out.write(new byte[-written & 3]);
    }

    @Override
    public void close() throws IOException {
        entry("TRAILER!!!", 0, new byte[0]);
        out.close();
    }
}
