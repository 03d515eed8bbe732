// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The 120 bytes that an offer tells its consumers, or an opening consumer its provider.
///
/// On an offer in pipe mode they begin with the pipe type; see docs/protocol.md.
///
/// @param bytes exactly [#BYTES] of them
public record UserData(WireBytes bytes) {
    /// How many bytes there always are.
    public static final int BYTES = 120;

    /// Nothing to say: all zeros.
    public static final UserData EMPTY = of(new byte[0]);

    /// Pipe type of a stream of bytes.
    public static final int PIPE_BYTES = 0;
    /// Pipe type of VMBus's message pipe.
    public static final int PIPE_MESSAGES = 4;
    /// Pipe type of our message pipe: messages of any size, in fragments.
    public static final int PIPE_FRAGMENTS = 0x5257_0001;
    /// Pipe type of our stream of bytes: as [#PIPE_BYTES], in packets of any size.
    public static final int PIPE_STREAM = 0x5257_0003;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final StructLayout PIPE = MemoryLayout.structLayout(
            U32.withName("pipeType"),
            MemoryLayout.sequenceLayout(112, ValueLayout.JAVA_BYTE).withName("pipeData"),
            U32.withName("pipeFlags"));
    private static final long PIPE_TYPE_AT =
            PIPE.byteOffset(MemoryLayout.PathElement.groupElement("pipeType"));
    /// What an offer of a Hyper-V socket says.
    private static final StructLayout SOCKET = MemoryLayout.structLayout(
            U32.withName("pipeType"),
            ValueLayout.JAVA_BYTE.withName("guestAccepts"),
            ValueLayout.JAVA_BYTE.withName("forContainer"),
            U32.withName("version"),
            MemoryLayout.sequenceLayout(Guid.BYTES, ValueLayout.JAVA_BYTE).withName("silo"));
    private static final long GUEST_ACCEPTS_AT =
            SOCKET.byteOffset(MemoryLayout.PathElement.groupElement("guestAccepts"));
    private static final long VERSION_AT =
            SOCKET.byteOffset(MemoryLayout.PathElement.groupElement("version"));
    private static final int SOCKET_VERSION = 1;
    /// What our children say when they open one.
    private static final StructLayout SOCKET_OPEN = MemoryLayout.structLayout(
            U32.withName("pipeType"),
            MemoryLayout.sequenceLayout(Guid.BYTES, ValueLayout.JAVA_BYTE).withName("endpoint"));
    private static final long ENDPOINT_AT =
            SOCKET_OPEN.byteOffset(MemoryLayout.PathElement.groupElement("endpoint"));

    /// Refuses any other length.
    public UserData {
        if (bytes.length() != BYTES) {
            throw new IllegalArgumentException(
                    "user data has the wrong length: bytes=" + bytes.length() + " needed=" + BYTES);
        }
    }

    /// {@return user data that begins with these bytes and goes on with zeros}
    ///
    /// @param start at most [#BYTES]; the caller keeps them
    /// @throws IllegalArgumentException if there are more
    public static UserData of(byte[] start) {
        if (start.length > BYTES) {
            throw new IllegalArgumentException(
                    "user data is too long: bytes=" + start.length + " max=" + BYTES);
        }
        return new UserData(WireBytes.of(Arrays.copyOf(start, BYTES)));
    }

    /// {@return the user data of an offer in pipe mode}
    ///
    /// @param pipeType [#PIPE_BYTES], [#PIPE_MESSAGES] or [#PIPE_FRAGMENTS]
    public static UserData ofPipe(int pipeType) {
        byte[] bytes = new byte[BYTES];
        MemorySegment.ofArray(bytes).set(U32, PIPE_TYPE_AT, pipeType);
        return new UserData(WireBytes.of(bytes));
    }

    /// {@return the user data of an offer of a Hyper-V socket}
    ///
    /// @param pipeType [#PIPE_BYTES] or [#PIPE_STREAM]
    public static UserData ofSocket(int pipeType) {
        return ofSocket(pipeType, (byte) 0);
    }

    /// {@return the user data of an offer of a Hyper-V socket to a guest whose program listens}
    public static UserData ofSocketToGuest() {
        return ofSocket(PIPE_BYTES, (byte) 1);
    }

    private static UserData ofSocket(int pipeType, byte guestAccepts) {
        byte[] bytes = new byte[BYTES];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        segment.set(U32, PIPE_TYPE_AT, pipeType);
        segment.set(ValueLayout.JAVA_BYTE, GUEST_ACCEPTS_AT, guestAccepts);
        segment.set(U32, VERSION_AT, SOCKET_VERSION);
        return new UserData(WireBytes.of(bytes));
    }

    /// {@return what one of our children says when it opens a Hyper-V socket}
    ///
    /// @param pipeType as the offer says
    /// @param endpoint its end
    public static UserData ofSocketOpen(int pipeType, Guid endpoint) {
        byte[] bytes = new byte[BYTES];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        segment.set(U32, PIPE_TYPE_AT, pipeType);
        endpoint.encode(segment, ENDPOINT_AT);
        return new UserData(WireBytes.of(bytes));
    }

    /// {@return the consumer's end of a Hyper-V socket, as it said when it opened it}
    public Guid socketEndpoint() {
        return Guid.decode(bytes.asSegment(), ENDPOINT_AT);
    }

    /// {@return the pipe type; it means something only if the offer is in pipe mode}
    public int pipeType() {
        return bytes.asSegment().get(U32, PIPE_TYPE_AT);
    }
}
