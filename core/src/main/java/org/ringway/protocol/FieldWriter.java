// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.ringway.memory.GpadlId;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// Writes the fields of one message by name. What is not written is zero.
final class FieldWriter {
    private final MessageLayout layout;
    private final byte[] buffer;
    private final MemorySegment bytes;
    private final int start;
    private int end;

    FieldWriter(MessageLayout layout) {
        this(layout, new byte[ControlMessage.MAX_BYTES], 0);
    }

    private FieldWriter(MessageLayout layout, byte[] buffer, int start) {
        this.layout = layout;
        this.buffer = buffer;
        this.bytes = MemorySegment.ofArray(buffer);
        this.start = start;
        this.end = start + (int) layout.size();
    }

    /// The message as far as it is written.
    byte[] toBytes() {
        return Arrays.copyOf(buffer, end);
    }

    /// A struct of this layout at the end.
    FieldWriter element(MessageLayout element) {
        FieldWriter writer = new FieldWriter(element, buffer, room(element.size()));
        end = writer.end;
        return writer;
    }

    /// These bytes at the end.
    FieldWriter tail(WireBytes tail) {
        int at = room(tail.length());
        MemorySegment.copy(tail.asSegment(), 0, bytes, at, tail.length());
        end = at + tail.length();
        return this;
    }

    private int room(long more) {
        if (more > buffer.length - end) {
            throw new IllegalArgumentException("message is too long: bytes=" + (end + more)
                    + " max=" + buffer.length);
        }
        return end;
    }

    /// A field of 1, 2 or 4 bytes.
    FieldWriter put(String field, int value) {
        MessageLayout.Field place = layout.field(field);
        long at = start + place.at();
        switch ((int) place.bytes()) {
            case 1 -> bytes.set(MessageLayout.U8, at, (byte) fit(field, value, 0xFF));
            case 2 -> bytes.set(MessageLayout.U16, at, (short) fit(field, value, 0xFFFF));
            default -> bytes.set(MessageLayout.U32, start + layout.field(field, 4).at(), value);
        }
        return this;
    }

    private static int fit(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "number does not fit into its field: " + field + "=" + value + " max=" + max);
        }
        return value;
    }

    FieldWriter put64(String field, long value) {
        bytes.set(MessageLayout.U64, start + layout.field(field, 8).at(), value);
        return this;
    }

    /// A bit of a field, set or not.
    FieldWriter put(String field, boolean set) {
        return put(field, set ? 1 : 0);
    }

    FieldWriter put(String field, RelId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, GpadlId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, OfferId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, OpenId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, PartitionId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, PortId id) {
        return put(field, id.value());
    }

    FieldWriter put(String field, Status status) {
        return put(field, status.code());
    }

    FieldWriter put(String field, Guid guid) {
        guid.encode(bytes, start + layout.field(field, Guid.BYTES).at());
        return this;
    }

    FieldWriter put(String field, UserData data) {
        return put(field, data.bytes());
    }

    FieldWriter put(String field, Name name) {
        return put(field, name.toWire());
    }

    FieldWriter put(String field, WireBytes value) {
        MessageLayout.Field place = layout.field(field, value.length());
        MemorySegment.copy(value.asSegment(), 0, bytes, start + place.at(), value.length());
        return this;
    }

    /// At most as many bytes as the field has.
    FieldWriter putStart(String field, WireBytes value) {
        MessageLayout.Field place = layout.field(field);
        if (value.length() > place.bytes()) {
            throw new IllegalArgumentException("bytes do not fit into their field: " + field
                    + "=" + value.length() + " max=" + place.bytes());
        }
        MemorySegment.copy(value.asSegment(), 0, bytes, start + place.at(), value.length());
        return this;
    }

    FieldWriter put(OfferContent content) {
        return put("interfaceId", content.interfaceId())
                .put("instanceId", content.instanceId())
                .put("flags", content.flags())
                .put("userData", content.userData());
    }

    FieldWriter put(PeerFacts facts) {
        return put("partitionId", facts.partition())
                .put("pid", facts.pid())
                .put("uid", facts.uid())
                .put("gid", facts.gid())
                .put("partitionName", facts.name());
    }
}
