// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.IntFunction;

/// Checks what has arrived, file by file, against digests that the other side has made by reading
/// its files on its own.
///
/// - **Thread:** one at a time.
final class Digests {
    private final Tree tree;
    private final byte[][] expected;
    private final IntFunction<byte[]> ask;
    private MessageDigest running = sha256();

    /// @param tree what is transferred
    /// @param ask gets the digest of a file from the other side
    Digests(Tree tree, IntFunction<byte[]> ask) {
        this.tree = tree;
        this.expected = new byte[tree.entries().size()][];
        this.ask = ask;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Takes the next piece of the row; pieces come in order, from the first to the last.
    ///
    /// @throws MismatchException if a file is not what the other side has
    void check(long position, MemorySegment piece) {
        List<Tree.Part> parts = tree.parts(position, piece.byteSize());
        for (Tree.Part part : parts) {
            if (part.fileOffset() == 0) {
                running = sha256();
            }
            running.update(piece.asSlice(part.offset(), part.bytes()).asByteBuffer());
            TreeEntry entry = tree.entries().get(part.entry());
            if (part.fileOffset() + part.bytes() == entry.size()) {
                compare(part.entry(), entry);
            }
        }
    }

    private void compare(int index, TreeEntry entry) {
        if (expected[index] == null) {
            expected[index] = ask.apply(index);
        }
        if (!MessageDigest.isEqual(expected[index], running.digest())) {
            throw new MismatchException("SHA-256 differs: path=" + entry.path()
                    + " bytes=" + entry.size());
        }
    }

    /// What has arrived is not what was sent.
    static final class MismatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MismatchException(String message) {
            super(message);
        }
    }
}
