// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/// What web clients are to get from any server: a large file, as it was, and many small ones.
final class WebClients {
    /// What a large file is made of, one after the other.
    static final byte[] PIECE = new byte[1 << 20];
    /// How many of them make 1 GiB.
    static final int PIECES = 1024;

    static {
        new Random(3).nextBytes(PIECE);
    }

    private WebClients() {}

    /// Gets 1 GiB, and compares it by its hash.
    static void download(String url)
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int piece = 0; piece < PIECES; piece++) {
            expected.update(PIECE);
        }
        Process curl = new ProcessBuilder(Program.find("curl", "curl").command(
                "--silent", "--show-error", "--fail", url))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        MessageDigest got = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(curl.getInputStream(), got)) {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            curl.destroy();
        }

        assertEquals(0, curl.waitFor());
        assertArrayEquals(expected.digest(), got.digest());
    }

    /// Asks for something small over and over, by 50 connections.
    static void ask(String url, int seconds) throws IOException, InterruptedException {
        Program.Outcome run = Program.find("wrk", "wrk").run("--threads", "2", "--connections",
                "50", "--duration", seconds + "s", "--timeout", "60s", url);

        assertEquals(0, run.exitCode(), run.said());
        assertTrue(run.said().matches("(?s).*[1-9][0-9]* requests in .*"), run.said());
        assertFalse(run.said().contains("Socket errors") || run.said().contains("Non-2xx"),
                run.said());
    }
}
