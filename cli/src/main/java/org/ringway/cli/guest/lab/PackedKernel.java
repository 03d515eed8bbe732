// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringway.cli.CommandFailure;

/// Unpacks a distribution's kernel beforehand: under emulation it would take itself ten seconds.
final class PackedKernel {
    private static final int SETUP_SECTORS = 0x1F1;
    private static final int SECTOR = 512;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_BYTES = 0x24C;
    /// How a stream of zstd begins; Debian's kernels before 6.12 are packed by xz.
    private static final int ZSTD = 0xFD2F_B528;

    private PackedKernel() {}

    /// Writes the kernel that a packed one has inside.
    ///
    /// @param packed as in `/boot`, packed by xz or zstd
    /// @param target where to
    /// @param folder for files that are needed for a moment
    static void unpack(Path packed, Path target, Path folder)
            throws IOException, InterruptedException {
        byte[] file = Files.readAllBytes(packed);
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int start = (1 + (file[SETUP_SECTORS] & 0xFF)) * SECTOR + header.getInt(PAYLOAD_OFFSET);
        // The size of what is inside follows, which is no part of the stream.
        int length = header.getInt(PAYLOAD_BYTES) - Integer.BYTES;
        Path stream = folder.resolve("kernel.packed");
        String program = header.getInt(start) == ZSTD ? "zstd" : "xz";
        try (var out = Files.newOutputStream(stream)) {
            out.write(file, start, length);
        }
        int code = new ProcessBuilder(program, "--decompress", "--stdout")
                .redirectInput(stream.toFile()).redirectOutput(target.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
        Files.delete(stream);
        if (code != 0) {
            throw new CommandFailure("kernel cannot be unpacked: program=" + program + " file="
                    + packed, "take Debian's kernel, package linux-image-amd64");
        }
    }
}
