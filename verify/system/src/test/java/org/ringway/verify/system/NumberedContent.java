// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/// Bytes that both sides know by a number, in pieces of any size.
final class NumberedContent {
    private final Random random;
    private final byte[] block = new byte[1 << 12];
    private int at = block.length;

    NumberedContent(long seed) {
        random = new Random(seed);
    }

    /// Takes the next ones.
    void fill(byte[] target, int bytes) {
        for (int done = 0; done < bytes; ) {
            if (at == block.length) {
                random.nextBytes(block);
                at = 0;
            }
            int part = Math.min(bytes - done, block.length - at);
            System.arraycopy(block, at, target, done, part);
            at += part;
            done += part;
        }
    }

    /// {@return the digest of the first ones}
    static String digest(long seed, int bytes) throws GeneralSecurityException {
        byte[] all = new byte[bytes];
        new NumberedContent(seed).fill(all, bytes);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    }
}
