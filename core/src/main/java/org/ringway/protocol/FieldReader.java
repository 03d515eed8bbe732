// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.PortId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// Reads the fields of one received message by name, and refuses what a field cannot be.
final class FieldReader {
    private final String message;
    private final MessageLayout layout;
    private final MemorySegment bytes;
    private final long start;
    private final ProtocolVersion version;

    /// Refuses a message that is shorter than its layout.
    FieldReader(
            String message, MessageLayout layout, MemorySegment bytes, ProtocolVersion version) {
        this(message, layout, bytes, version, 0);
    }

    private FieldReader(String message, MessageLayout layout, MemorySegment bytes,
            ProtocolVersion version, long start) {
        this.message = message;
        this.layout = layout;
        this.bytes = bytes;
        this.version = version;
        this.start = start;
        if (bytes.byteSize() - start < layout.size()) {
            throw new ProtocolException("message is shorter than its layout: message=" + message
                    + " bytes=" + bytes.byteSize() + " needed=" + (start + layout.size()));
        }
    }

    /// The struct of this layout at an index behind the fixed part.
    FieldReader element(MessageLayout element, int index) {
        return new FieldReader(message, element, bytes, version,
                start + layout.size() + index * element.size());
    }

    /// Whether the message has its long form: from a version on these fields may be behind the
    /// fixed part, and before it what is there is padding.
    boolean isLong(ProtocolVersion since, MessageLayout more) {
        return version.isAtLeast(since)
                && bytes.byteSize() - start >= layout.size() + more.size();
    }

    /// What is behind the fixed part.
    WireBytes tail() {
        return copy(start + layout.size(), bytes.byteSize() - start - layout.size());
    }

    /// A field of 1, 2 or 4 bytes; without sign unless it has 4.
    int number(String field) {
        MessageLayout.Field place = layout.field(field);
        long at = start + place.at();
        return switch ((int) place.bytes()) {
            case 1 -> Byte.toUnsignedInt(bytes.get(MessageLayout.U8, at));
            case 2 -> Short.toUnsignedInt(bytes.get(MessageLayout.U16, at));
            default -> bytes.get(MessageLayout.U32, start + layout.field(field, 4).at());
        };
    }

    long number64(String field) {
        return bytes.get(MessageLayout.U64, start + layout.field(field, 8).at());
    }

    /// Flags of which all are known.
    int flags(String field, int known) {
        int flags = number(field);
        if ((flags & ~known) != 0) {
            throw illegal(field, "unknown flags: flags=0x" + Integer.toHexString(flags)
                    + " known=0x" + Integer.toHexString(known));
        }
        return flags;
    }

    /// A number that stands for one of these values.
    <E> E choice(String field, E[] values, ToIntFunction<E> code) {
        int number = number(field);
        return Arrays.stream(values)
                .filter(value -> code.applyAsInt(value) == number)
                .findFirst()
                .orElseThrow(() -> illegal(field, "number has no meaning: value="
                        + Integer.toUnsignedString(number) + " known=" + values.length));
    }

    RelId relId(String field) {
        return checked(field, RelId::new);
    }

    Status status(String field) {
        return checked(field, Status::new);
    }

    GpadlId gpadl(String field) {
        return new GpadlId(number(field));
    }

    OfferId offerId(String field) {
        return new OfferId(number(field));
    }

    OpenId openId(String field) {
        return new OpenId(number(field));
    }

    PartitionId partitionId(String field) {
        return new PartitionId(number(field));
    }

    PortId portId(String field) {
        return new PortId(number(field));
    }

    Guid guid(String field) {
        return Guid.decode(bytes, start + layout.field(field, Guid.BYTES).at());
    }

    UserData userData(String field) {
        MessageLayout.Field place = layout.field(field, UserData.BYTES);
        return new UserData(copy(start + place.at(), place.bytes()));
    }

    Name name(String field) {
        return new Name(text(field));
    }

    String text(String field) {
        MessageLayout.Field place = layout.field(field);
        WireBytes padded = copy(start + place.at(), place.bytes());
        return legal(field, padded::text);
    }

    /// The first bytes of a field, as many as the message says.
    WireBytes start(String field, int length) {
        MessageLayout.Field place = layout.field(field);
        if (length > place.bytes()) {
            throw illegal(field, "more bytes than the field has: bytes=" + length
                    + " max=" + place.bytes());
        }
        return copy(start + place.at(), length);
    }

    OfferContent content() {
        return new OfferContent(guid("interfaceId"), guid("instanceId"), number("flags"),
                userData("userData"));
    }

    PeerFacts facts() {
        return new PeerFacts(partitionId("partitionId"), number("pid"), number("uid"),
                number("gid"), name("partitionName"));
    }

    /// Of which channel this is a sub-channel, or null if the index says that it is none.
    @Nullable Subchannel subchannel(String primary, String index) {
        int number = number(index);
        return number == 0 ? null : new Subchannel(relId(primary), number);
    }

    private WireBytes copy(long at, long length) {
        return WireBytes.of(bytes.asSlice(at, length).toArray(MessageLayout.U8));
    }

    private <T> T checked(String field, IntFunction<T> make) {
        return legal(field, () -> make.apply(number(field)));
    }

    private <T> T legal(String field, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw illegal(field, e.getMessage());
        }
    }

    private ProtocolException illegal(String field, String reason) {
        return new ProtocolException(message + "." + field + ": " + reason);
    }
}
