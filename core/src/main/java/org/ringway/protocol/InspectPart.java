// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// A part of the answer to a question for live state.
///
/// @param status whether there is an answer; if not, this is all of it
/// @param last whether nothing follows
/// @param bytes the next at most [#MAX_BYTES] bytes of an encoded
///     [org.ringway.inspect.InspectTree]
public record InspectPart(Status status, boolean last, WireBytes bytes) {
    /// Bytes of the field.
    public static final int MAX_BYTES = 220;
    /// Parts of the longest answer.
    public static final int MAX_PARTS = 512;

    /// Refuses what does not fit, and refusals that go on.
    public InspectPart {
        if (bytes.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "part is too long: bytes=" + bytes.length() + " max=" + MAX_BYTES);
        }
        if (!status.isOk() && !(last && bytes.length() == 0)) {
            throw new IllegalArgumentException("a refusal is the whole answer: status=" + status
                    + " last=" + last + " bytes=" + bytes.length());
        }
    }

    /// {@return the only part of an answer that there is not}
    ///
    /// @param status why not
    public static InspectPart refusal(Status status) {
        return new InspectPart(status, true, WireBytes.EMPTY);
    }

    /// {@return an answer in parts}
    ///
    /// @param answer at most [#MAX_PARTS] times [#MAX_BYTES] bytes
    public static List<InspectPart> split(WireBytes answer) {
        byte[] bytes = answer.toArray();
        if (bytes.length > MAX_PARTS * MAX_BYTES) {
            throw new IllegalArgumentException("answer is too long: bytes=" + bytes.length
                    + " max=" + MAX_PARTS * MAX_BYTES);
        }
        List<InspectPart> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(bytes.length, from + MAX_BYTES);
            parts.add(new InspectPart(Status.OK, to == bytes.length,
                    WireBytes.of(Arrays.copyOfRange(bytes, from, to))));
            from = to;
        } while (from < bytes.length);
        return parts;
    }

    /// {@return the bytes of all parts}
    ///
    /// @param parts in order
    public static WireBytes join(List<InspectPart> parts) {
        byte[] bytes = new byte[parts.stream().mapToInt(part -> part.bytes.length()).sum()];
        int at = 0;
        for (InspectPart part : parts) {
            System.arraycopy(part.bytes.toArray(), 0, bytes, at, part.bytes.length());
            at += part.bytes.length();
        }
        return WireBytes.of(bytes);
    }
}
