// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.platform.Handle;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;

/// A message as it came.
///
/// @param bytes all of it
/// @param handles what was attached
public record Heard(byte[] bytes, List<Handle> handles) {
    private static final int HEADER = 8;
    private static final int SHOWN_BYTES = 40;

    public int type() {
        return bytes.length < HEADER ? -1 : u32(0);
    }

    public int u32(int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    public ToChild toChild() {
        try {
            return ControlCodec.decodeToChild(bytes);
        } catch (ProtocolException malformed) {
            throw new Broken(this + " is malformed: " + malformed.getMessage());
        }
    }

    public ToRoot toRoot() {
        try {
            return ControlCodec.decodeToRoot(bytes);
        } catch (ProtocolException malformed) {
            throw new Broken(this + " is malformed: " + malformed.getMessage());
        }
    }

    @Override
    public String toString() {
        String shown = HexFormat.of().formatHex(
                Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES)));
        return ControlCodec.nameOf(type()) + " (" + bytes.length + " bytes: " + shown
                + (bytes.length > SHOWN_BYTES ? "…)" : ")");
    }
}
