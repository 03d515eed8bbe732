// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// A UUID that travels in the Windows layout: its first three fields little-endian, the rest as it
/// is.
///
/// @param uuid the value
public record Guid(UUID uuid) {
    /// Bytes on the wire.
    public static final int BYTES = 16;

    /// All zeros.
    public static final Guid ZERO = new Guid(new UUID(0, 0));

    /// The name space of [#ofName]. Chosen once at random and never to change, because two
    /// partitions that know only a name must find the same GUID.
    public static final Guid NAMESPACE =
            new Guid(UUID.fromString("f4527f8b-64d6-4cb3-97be-e206f94bbae7"));

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong RAW64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U32.withName("data1"), U16.withName("data2"), U16.withName("data3"),
            RAW64.withName("data4"));
    private static final long DATA1_AT = offset("data1");
    private static final long DATA2_AT = offset("data2");
    private static final long DATA3_AT = offset("data3");
    private static final long DATA4_AT = offset("data4");

    private static long offset(String field) {
        return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    /// {@return the GUID with this value}
    ///
    /// @param uuid the value
    public static Guid of(UUID uuid) {
        return new Guid(uuid);
    }

    /// {@return the GUID that everybody gives to this name: RFC 9562 version 5 in [#NAMESPACE]}
    ///
    /// @param name any text
    public static Guid ofName(String name) {
        return ofName(NAMESPACE.uuid, name);
    }

    /// RFC 9562, 5.5: SHA-1 of name space and name, the first 128 bits, version and variant put in.
    static Guid ofName(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(BYTES)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
        long high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
        long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new Guid(new UUID(high, low));
    }

    /// Writes the [#BYTES] bytes of the wire.
    ///
    /// @param target where to
    /// @param at first byte
    public void encode(MemorySegment target, long at) {
        long high = uuid.getMostSignificantBits();
        target.set(U32, at + DATA1_AT, (int) (high >>> 32));
        target.set(U16, at + DATA2_AT, (short) (high >>> 16));
        target.set(U16, at + DATA3_AT, (short) high);
        target.set(RAW64, at + DATA4_AT, uuid.getLeastSignificantBits());
    }

    /// {@return the GUID in these bytes; any bytes are one}
    ///
    /// @param source a private copy
    /// @param at first byte
    public static Guid decode(MemorySegment source, long at) {
        long high = Integer.toUnsignedLong(source.get(U32, at + DATA1_AT)) << 32
                | Short.toUnsignedLong(source.get(U16, at + DATA2_AT)) << 16
                | Short.toUnsignedLong(source.get(U16, at + DATA3_AT));
        return new Guid(new UUID(high, source.get(RAW64, at + DATA4_AT)));
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
