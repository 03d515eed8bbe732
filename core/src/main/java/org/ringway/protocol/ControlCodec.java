// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.wire.ProtocolVersion;

/// Turns control messages into the bytes of the wire and back.
///
/// Bytes behind what a message needs are ignored, because plain clients pad; a message that is
/// shorter is refused. So is one that the receiver itself would have to send, which is named as
/// such, and one that the version spoken does not have.
///
/// - **Thread:** any. **Blocking:** never.
/// - **Allocation:** the message and its bytes, never more than a message is long.
public final class ControlCodec {
    private static final FormatTable<ToRoot> TO_ROOT = new FormatTable<>(ToRoot.class,
            all(StandardToRootFormats.ALL, RingwayToRootFormats.ALL,
                    InspectFormats.TO_ROOT, SubchannelFormats.TO_ROOT, PortFormats.TO_ROOT,
                    SocketFormats.TO_ROOT, GuestFormats.TO_ROOT));
    private static final FormatTable<ToChild> TO_CHILD = new FormatTable<>(ToChild.class,
            all(StandardToChildFormats.ALL, RingwayToChildFormats.ALL, ListFormats.ALL,
                    InspectFormats.TO_CHILD, SubchannelFormats.TO_CHILD, PortFormats.TO_CHILD,
                    GuestFormats.TO_CHILD,
                    List.of(PeerGpadlFormat.FORMAT, PeerOpenFormat.FORMAT)));

    private ControlCodec() {}

    @SafeVarargs
    private static <T extends ControlMessage> List<MessageFormat<? extends T>> all(
            List<? extends MessageFormat<? extends T>>... groups) {
        List<MessageFormat<? extends T>> formats = new ArrayList<>();
        for (List<? extends MessageFormat<? extends T>> group : groups) {
            formats.addAll(group);
        }
        return formats;
    }

    /// {@return the bytes of a message, as many as it needs}
    ///
    /// @param message what to say
    /// @throws IllegalArgumentException if a number does not fit into its field, or a list of bytes
    ///     not into the message
    public static byte[] encode(ControlMessage message) {
        return formatOf(message.getClass()).encode(message);
    }

    /// {@return the number of a message on the wire}
    ///
    /// @param message any
    public static int typeOf(ControlMessage message) {
        return typeOf(message.getClass());
    }

    /// {@return the number on the wire of all messages of a kind}
    ///
    /// @param message the record's class
    public static int typeOf(Class<? extends ControlMessage> message) {
        return formatOf(message).type();
    }

    /// {@return the name of a message for people, or its number if there is no such message}
    ///
    /// @param type the number on the wire
    public static String nameOf(int type) {
        MessageFormat<?> format = TO_ROOT.ofType(type);
        if (format == null) {
            format = TO_CHILD.ofType(type);
        }
        return format == null ? "message 0x" + Integer.toHexString(type) : format.name();
    }

    /// {@return the message in these bytes, received by a root at 5.3}
    ///
    /// @param bytes a private copy; nobody changes them during the call
    /// @throws ProtocolException if they are no message, or one that only a root may send
    public static ToRoot decodeToRoot(byte[] bytes) {
        return decodeToRoot(bytes, ProtocolVersion.V5_3);
    }

    /// {@return the message in these bytes, received by a root}
    ///
    /// @param bytes a private copy; nobody changes them during the call
    /// @param version what both sides speak; it decides which messages and which long forms there
    ///     are
    /// @throws ProtocolException if they are no message of that version, or one that only a root
    ///     may send
    public static ToRoot decodeToRoot(byte[] bytes, ProtocolVersion version) {
        return decode(bytes, version, TO_ROOT, TO_CHILD);
    }

    /// {@return the message in these bytes, received by a child at 5.3}
    ///
    /// @param bytes a private copy; nobody changes them during the call
    /// @throws ProtocolException if they are no message, or one that only a child may send
    public static ToChild decodeToChild(byte[] bytes) {
        return decodeToChild(bytes, ProtocolVersion.V5_3);
    }

    /// {@return the message in these bytes, received by a child}
    ///
    /// @param bytes a private copy; nobody changes them during the call
    /// @param version what both sides speak
    /// @throws ProtocolException if they are no message of that version, or one that only a child
    ///     may send
    public static ToChild decodeToChild(byte[] bytes, ProtocolVersion version) {
        return decode(bytes, version, TO_CHILD, TO_ROOT);
    }

    private static MessageFormat<?> formatOf(Class<? extends ControlMessage> message) {
        return ToRoot.class.isAssignableFrom(message) ? TO_ROOT.of(message) : TO_CHILD.of(message);
    }

    private static <T extends ControlMessage> T decode(byte[] bytes, ProtocolVersion version,
            FormatTable<T> expected, FormatTable<?> otherWay) {
        if (bytes.length > ControlMessage.MAX_BYTES) {
            throw new ProtocolException("message is too long: bytes=" + bytes.length
                    + " max=" + ControlMessage.MAX_BYTES);
        }
        MemorySegment segment = MemorySegment.ofArray(bytes);
        int type = new FieldReader("header", MessageLayout.HEADER, segment, version)
                .number(MessageLayout.TYPE);
        MessageFormat<? extends T> format = expected.ofType(type);
        if (format == null) {
            throw unexpected(type, otherWay.ofType(type));
        }
        return format.decode(segment, version);
    }

    private static ProtocolException unexpected(int type, @Nullable MessageFormat<?> otherWay) {
        String number = " type=0x" + Integer.toHexString(type);
        return new ProtocolException(otherWay == null
                ? "unknown message:" + number
                : "message goes the wrong way: message=" + otherWay.name() + number);
    }
}
