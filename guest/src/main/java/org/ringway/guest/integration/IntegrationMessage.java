// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ringway.ProtocolException;

/// A message of the integration services: 20 bytes of head, then a body (`struct icmsg_hdr` in
/// Linux's `include/linux/hyperv.h`).
///
/// @param framework version of this head
/// @param type what is talked about
/// @param version of the body
/// @param status of an answer
/// @param transaction pairs a question with its answer, 0 to 255
/// @param flags [#TRANSACTION] with [#REQUEST] or [#RESPONSE]
/// @param body the rest
record IntegrationMessage(Version framework, int type, Version version, int status,
        int transaction, int flags, byte[] body) {
    static final int HEAD_BYTES = 20;
    static final int NEGOTIATE = 0;
    static final int HEARTBEAT = 1;
    static final int KEY_VALUE = 2;
    static final int SHUTDOWN = 3;
    static final int TIME = 4;
    static final int TRANSACTION = 1;
    static final int REQUEST = 2;
    static final int RESPONSE = 4;

    /// What the host asks.
    static IntegrationMessage question(
            Agreement agreed, int type, int transaction, byte[] body) {
        return new IntegrationMessage(agreed.framework(), type, agreed.messages(), 0, transaction,
                TRANSACTION | REQUEST, body);
    }

    byte[] encode() {
        ByteBuffer out = little(new byte[HEAD_BYTES + body.length]);
        put(out, framework);
        out.putShort((short) type);
        put(out, version);
        out.putShort((short) body.length).putInt(status);
        out.put((byte) transaction).put((byte) flags).putShort((short) 0);
        return out.put(body).array();
    }

    /// @param bytes as the guest sent them, a private copy
    /// @throws ProtocolException if they are no message
    static IntegrationMessage decode(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) {
            throw new ProtocolException("integration message is too short: bytes=" + bytes.length
                    + " head=" + HEAD_BYTES);
        }
        ByteBuffer in = little(bytes);
        int length = in.getShort(10) & 0xFFFF;
        if (length > bytes.length - HEAD_BYTES) {
            throw new ProtocolException("integration message ends before its body: bodyBytes="
                    + length + " there=" + (bytes.length - HEAD_BYTES));
        }
        byte[] body = new byte[length];
        in.get(HEAD_BYTES, body);
        return new IntegrationMessage(version(in, 0), in.getShort(4) & 0xFFFF, version(in, 6),
                in.getInt(12), in.get(16) & 0xFF, in.get(17) & 0xFF, body);
    }

    boolean answers(int number) {
        return (flags & RESPONSE) != 0 && transaction == number;
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void put(ByteBuffer out, Version version) {
        out.putShort((short) version.major()).putShort((short) version.minor());
    }

    static Version version(ByteBuffer in, int at) {
        return new Version(in.getShort(at) & 0xFFFF, in.getShort(at + 2) & 0xFFFF);
    }
}
