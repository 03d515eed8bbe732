// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.ringway.cli.CommandFailure;

/// A packed kernel as distributions ship it, and what its header says; by
/// `Documentation/arch/x86/boot.rst`.
public final class KernelFile {
    private static final int MAGIC_AT = 0x202;
    private static final int MAGIC = 0x5372_6448;
    private static final int SETUP_SECTORS = 0x1F1;
    private static final int SECTOR = 512;
    private static final int RELEASE = 0x20E;
    /// What the place of the release's name is relative to.
    private static final int RELEASE_BASE = 0x200;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_BYTES = 0x24C;
    private static final int HEADER_BYTES = 0x268;
    /// How a stream of zstd begins; Debian's kernels before 6.12 are packed by xz.
    private static final int ZSTD = 0xFD2F_B528;

    private final Path path;
    private final byte[] file;
    private final ByteBuffer header;

    private KernelFile(Path path, byte[] file) {
        this.path = path;
        this.file = file;
        this.header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads one, as it lies in `/boot`.
    ///
    /// @throws CommandFailure if it is no such kernel
    public static KernelFile read(Path path) throws IOException {
        KernelFile kernel = new KernelFile(path, Files.readAllBytes(path));
        if (kernel.file.length < HEADER_BYTES || kernel.header.getInt(MAGIC_AT) != MAGIC) {
            throw kernel.unusable("this is no packed kernel for x86-64");
        }
        return kernel;
    }

    private CommandFailure unusable(String what) {
        return new CommandFailure(what + ": file=" + path,
                "take one as distributions ship it, such as /boot/vmlinuz-6.1.0-56-amd64");
    }

    /// {@return its release, by which its modules are found, such as `6.1.0-56-amd64`}
    String release() {
        int start = RELEASE_BASE + (header.getShort(RELEASE) & 0xFFFF);
        int end = start;
        while (end < file.length && file[end] > ' ') {
            end++;
        }
        if (start == RELEASE_BASE || start >= end) {
            throw unusable("this kernel does not say its release");
        }
        return new String(file, start, end - start, StandardCharsets.US_ASCII);
    }

    /// Writes the kernel that is packed inside, by xz or zstd.
    ///
    /// @param target where to
    /// @param folder for a file that is needed for a moment
    public void unpack(Path target, Path folder) throws IOException, InterruptedException {
        int start = (1 + (file[SETUP_SECTORS] & 0xFF)) * SECTOR + header.getInt(PAYLOAD_OFFSET);
        // The size of what is inside follows, which is no part of the stream.
        int length = header.getInt(PAYLOAD_BYTES) - Integer.BYTES;
        Path stream = folder.resolve(
                header.getInt(start) == ZSTD ? "kernel.zst" : "kernel.xz");
        Files.write(stream, Arrays.copyOfRange(file, start, start + length));
        Files.write(target, PackedFile.read(stream));
        Files.delete(stream);
    }
}
