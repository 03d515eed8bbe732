// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A record as it lies in a ring, trailer included.
///
/// @param position where it begins
/// @param bytes all of it
record Packet(int position, byte[] bytes) {
    static final int DESCRIPTOR = 16;
    static final int TRAILER = 8;
    static final int IN_BAND = 6;
    static final int TRANSFER = 7;
    static final int DIRECT = 9;
    static final int COMPLETION = 11;
    static final int WANTS_COMPLETION = 1;
    /// In a payload of ours: how many bytes are to come back, what is to be done, which one it is.
    static final int COMMAND = 16;
    private static final int TAG_AT = 8;

    /// What the child is to do with a packet.
    enum Task { ECHO, ASK, LEND, IGNORE }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int type() {
        return Short.toUnsignedInt(buffer().getShort(0));
    }

    int offset() {
        return Short.toUnsignedInt(buffer().getShort(2)) * Long.BYTES;
    }

    int length() {
        return Short.toUnsignedInt(buffer().getShort(4)) * Long.BYTES;
    }

    int flags() {
        return Short.toUnsignedInt(buffer().getShort(6));
    }

    long id() {
        return buffer().getLong(8);
    }

    long trailer() {
        return buffer().getLong(bytes.length - TRAILER);
    }

    byte[] payload() {
        return Arrays.copyOfRange(bytes, Math.min(offset(), length()), length());
    }

    byte[] head() {
        return Arrays.copyOfRange(bytes, DESCRIPTOR, Math.max(DESCRIPTOR, offset()));
    }

    /// {@return the number of the packet of ours that this answers, -1 if it is too short}
    long tag() {
        byte[] payload = payload();
        return payload.length < COMMAND ? -1 : ByteBuffer.wrap(payload)
                .order(ByteOrder.LITTLE_ENDIAN).getLong(TAG_AT);
    }

    @Override
    public String toString() {
        return "packet at " + position + " type=" + type() + " offset=" + offset() + " length="
                + length() + " flags=" + flags() + " id=" + Long.toUnsignedString(id());
    }

    // ---- making them, without their trailers

    /// A descriptor, true or false, and zeros up to a length.
    static byte[] raw(int type, int offset8, int length8, int flags, long id, int total) {
        ByteBuffer made = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        made.putShort((short) type).putShort((short) offset8).putShort((short) length8)
                .putShort((short) flags).putLong(id);
        return made.array();
    }

    static byte[] of(int type, int flags, long id, byte[] head, byte[] payload) {
        int offset = DESCRIPTOR + head.length;
        int length = offset + (payload.length + 7) / 8 * 8;
        byte[] made = raw(type, offset / 8, length / 8, flags, id, length);
        System.arraycopy(head, 0, made, DESCRIPTOR, head.length);
        System.arraycopy(payload, 0, made, offset, payload.length);
        return made;
    }

    static byte[] inBand(int flags, long id, byte[] payload) {
        return of(IN_BAND, flags, id, new byte[0], payload);
    }

    /// A packet that names pages by a list of quadwords, true or false.
    static byte[] direct(long id, byte[] payload, long... list) {
        ByteBuffer head = ByteBuffer.allocate(list.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        head.asLongBuffer().put(list);
        return of(DIRECT, WANTS_COMPLETION, id, head.array(), payload);
    }

    /// A payload that says what is to be done with it.
    static byte[] command(Task task, int comeBack, long tag, int total) {
        ByteBuffer made = ByteBuffer.allocate(Math.max(total, COMMAND))
                .order(ByteOrder.LITTLE_ENDIAN);
        made.putInt(comeBack).putInt(task.ordinal()).putLong(tag);
        while (made.hasRemaining()) {
            made.put((byte) (made.position() * 7 + tag));
        }
        return made.array();
    }
}
