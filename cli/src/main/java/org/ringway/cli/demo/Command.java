// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What the consumer asks of the provider, in-band: 24 bytes, over a channel or TCP.
///
/// ```text
/// command: operation u64 @0, position u64 @8, length u64 @16
/// answer:  failed u32 @0 (0 or 1), length u32 @4, then so many bytes; a failure's are its text
/// ```
///
/// @param operation what to do
/// @param position where in the row of bytes, or which entry
/// @param length how many bytes
record Command(Operation operation, long position, long length) {
    enum Operation {
        /// Answers with entries of the tree, from one on.
        LIST,
        /// Answers with the digest of a file.
        DIGEST,
        /// Fills the lent pages with a piece of the row.
        READ,
        /// Answers with nothing.
        PING,
        /// Answers with three u64: CPU nanoseconds, signals sent, socket calls made.
        COUNTERS,
        /// Answers with the TCP port, u64.
        PORT
    }

    static final int BYTES = 24;
    static final int ANSWER_HEADER_BYTES = 8;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U64.withName("operation"), U64.withName("position"), U64.withName("length"));
    private static final StructLayout ANSWER = MemoryLayout.structLayout(
            U32.withName("failed"), U32.withName("length"));

    private static long at(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }

    static Command of(Operation operation) {
        return new Command(operation, 0, 0);
    }

    MemorySegment encoded() {
        MemorySegment bytes = MemorySegment.ofArray(new long[BYTES / 8]);
        bytes.set(U64, at(LAYOUT, "operation"), operation.ordinal());
        bytes.set(U64, at(LAYOUT, "position"), position);
        bytes.set(U64, at(LAYOUT, "length"), length);
        return bytes;
    }

    /// Reads a private copy.
    static Command decode(MemorySegment copy) {
        if (copy.byteSize() < BYTES) {
            throw new IllegalArgumentException("command is cut short: bytes=" + copy.byteSize());
        }
        long operation = copy.get(U64, at(LAYOUT, "operation"));
        if (operation < 0 || operation >= Operation.values().length) {
            throw new IllegalArgumentException("unknown operation: operation=" + operation);
        }
        return new Command(Operation.values()[(int) operation],
                copy.get(U64, at(LAYOUT, "position")), copy.get(U64, at(LAYOUT, "length")));
    }

    static MemorySegment answer(boolean failed, byte[] body) {
        int quadwords = (ANSWER_HEADER_BYTES + body.length + 7) / 8;
        MemorySegment bytes = MemorySegment.ofArray(new long[quadwords]);
        bytes.set(U32, at(ANSWER, "failed"), failed ? 1 : 0);
        bytes.set(U32, at(ANSWER, "length"), body.length);
        MemorySegment.copy(body, 0, bytes, ValueLayout.JAVA_BYTE, ANSWER_HEADER_BYTES, body.length);
        return bytes;
    }

    static MemorySegment answer(long... values) {
        MemorySegment body = MemorySegment.ofArray(new byte[values.length * Long.BYTES]);
        MemorySegment.copy(values, 0, body, U64, 0, values.length);
        return answer(false, body.toArray(ValueLayout.JAVA_BYTE));
    }

    /// The body of an answer.
    ///
    /// @param answer as it came
    /// @param atLeast bytes a good answer has
    /// @throws DemoFailure with the other side's text if it failed, or if it is too short
    static MemorySegment body(MemorySegment answer, long atLeast) {
        if (answer.byteSize() < ANSWER_HEADER_BYTES) {
            throw new DemoFailure("answer is cut short: bytes=" + answer.byteSize());
        }
        long length = Integer.toUnsignedLong(answer.get(U32, at(ANSWER, "length")));
        boolean failed = answer.get(U32, at(ANSWER, "failed")) != 0;
        if (length > answer.byteSize() - ANSWER_HEADER_BYTES || !failed && length < atLeast) {
            throw new DemoFailure("answer is cut short: length=" + length + " needed=" + atLeast);
        }
        MemorySegment body = answer.asSlice(ANSWER_HEADER_BYTES, length);
        if (failed) {
            throw new DemoFailure(new String(
                    body.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
        }
        return body;
    }
}
