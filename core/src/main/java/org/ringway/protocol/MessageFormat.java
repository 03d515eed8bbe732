// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringway.ProtocolException;
import org.ringway.wire.ProtocolVersion;

/// Everything the codec knows of one message, in one place: number, record, layout, and both ways
/// between the record and the layout.
///
/// @param type the number on the wire
/// @param record the class of the message
/// @param layout its fixed part
/// @param write puts every component into its field
/// @param read makes the record from the fields
/// @param since the first version that has it
record MessageFormat<M extends ControlMessage>(int type, Class<M> record, MessageLayout layout,
        BiConsumer<M, FieldWriter> write, Function<FieldReader, M> read, ProtocolVersion since) {
    private static final ProtocolVersion ALWAYS = ProtocolVersion.ofWord(0);

    /// A message that every version has.
    MessageFormat(int type, Class<M> record, MessageLayout layout,
            BiConsumer<M, FieldWriter> write, Function<FieldReader, M> read) {
        this(type, record, layout, write, read, ALWAYS);
    }

    /// A message that is its header.
    static <M extends ControlMessage> MessageFormat<M> empty(
            int type, Class<M> record, Supplier<M> make) {
        return new MessageFormat<>(
                type, record, MessageLayout.message(), (_, _) -> {}, _ -> make.get());
    }

    MessageFormat<M> since(ProtocolVersion version) {
        return new MessageFormat<>(type, record, layout, write, read, version);
    }

    String name() {
        return record.getSimpleName();
    }

    byte[] encode(ControlMessage message) {
        FieldWriter out = new FieldWriter(layout).put(MessageLayout.TYPE, type);
        write.accept(record.cast(message), out);
        return out.toBytes();
    }

    M decode(MemorySegment bytes, ProtocolVersion version) {
        if (!version.isAtLeast(since)) {
            throw new ProtocolException("message is not of this version: message=" + name()
                    + " version=" + version + " since=" + since);
        }
        FieldReader in = new FieldReader(name(), layout, bytes, version);
        try {
            return read.apply(in);
        } catch (IllegalArgumentException e) {
            // A constructor refused fields that are legal one by one.
            throw new ProtocolException(name() + ": " + e.getMessage());
        }
    }
}
