// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Named fields in the order of the wire: the fixed part of a message, or one element behind it.
///
/// Everything is little-endian and nothing is aligned: VMBus puts 64-bit fields at odd places.
final class MessageLayout {
    static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The field that says which message it is.
    static final String TYPE = "messageType";

    /// What every message begins with. The padding is ignored, as Linux does.
    static final MessageLayout HEADER = element(u32(TYPE), pad(4));

    /// Where a field is.
    record Field(long at, long bytes) {}

    private final StructLayout struct;
    private final Map<String, Field> fields = new HashMap<>();

    private MessageLayout(StructLayout struct) {
        this.struct = struct;
        for (MemoryLayout member : struct.memberLayouts()) {
            member.name().ifPresent(name -> fields.put(name, locate(name, member)));
        }
    }

    private Field locate(String name, MemoryLayout member) {
        long at = struct.byteOffset(MemoryLayout.PathElement.groupElement(name));
        return new Field(at, member.byteSize());
    }

    /// A message: these fields behind the header.
    static MessageLayout message(MemoryLayout... fields) {
        List<MemoryLayout> all = new ArrayList<>(HEADER.struct.memberLayouts());
        all.addAll(List.of(fields));
        return element(all.toArray(MemoryLayout[]::new));
    }

    /// A struct without header.
    static MessageLayout element(MemoryLayout... fields) {
        return new MessageLayout(MemoryLayout.structLayout(fields));
    }

    static MemoryLayout u8(String name) {
        return U8.withName(name);
    }

    static MemoryLayout u16(String name) {
        return U16.withName(name);
    }

    static MemoryLayout u32(String name) {
        return U32.withName(name);
    }

    static MemoryLayout u64(String name) {
        return U64.withName(name);
    }

    static MemoryLayout bytes(String name, int length) {
        return MemoryLayout.sequenceLayout(length, ValueLayout.JAVA_BYTE).withName(name);
    }

    /// Sent as zeros, never looked at.
    static MemoryLayout pad(int length) {
        return MemoryLayout.paddingLayout(length);
    }

    long size() {
        return struct.byteSize();
    }

    Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new AssertionError("no such field: field=" + name + " layout=" + struct);
        }
        return field;
    }

    Field field(String name, long bytes) {
        Field field = field(name);
        if (field.bytes != bytes) {
            throw new AssertionError("field has another size: field=" + name
                    + " bytes=" + field.bytes + " asked=" + bytes);
        }
        return field;
    }
}
