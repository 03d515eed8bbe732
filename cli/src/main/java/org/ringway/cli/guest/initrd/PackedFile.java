// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.ringway.cli.CommandFailure;

/// A file that is packed as its name says: by gzip, xz or zstd, or not at all.
public final class PackedFile {
    private PackedFile() {}

    /// {@return what is in it}
    ///
    /// @throws CommandFailure if it cannot be unpacked
    public static byte[] read(Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "gz" -> new GZIPInputStream(
                    new ByteArrayInputStream(Files.readAllBytes(file))).readAllBytes();
            case "xz" -> unpack("xz", "xz-utils", file);
            case "zst" -> unpack("zstd", "zstd", file);
            default -> Files.readAllBytes(file);
        };
    }

    private static byte[] unpack(String program, String debianPackage, Path file)
            throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                    program, "--decompress", "--stdout", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            byte[] content = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("it ended with " + code);
            }
            return content;
        } catch (IOException e) {
            throw new CommandFailure("file cannot be unpacked: program=" + program + " file="
                    + file + ": " + e.getMessage(),
                    "apt-get install --no-install-recommends " + debianPackage, e);
        }
    }
}
