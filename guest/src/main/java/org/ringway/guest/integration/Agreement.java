// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringway.ProtocolException;

/// The versions that host and guest have agreed on: the host lists what it speaks, the guest
/// answers with one of each.
///
/// @param framework of the head
/// @param messages of the bodies
record Agreement(Version framework, Version messages) {
    private static final int COUNTS_BYTES = 8;
    private static final int VERSION_BYTES = 4;
    private static final List<Version> FRAMEWORKS = List.of(new Version(3, 0), new Version(1, 0));

    /// The question.
    ///
    /// @param messages versions of the bodies, the best first
    static IntegrationMessage question(List<Version> messages) {
        ByteBuffer body = IntegrationMessage.little(new byte[
                COUNTS_BYTES + VERSION_BYTES * (FRAMEWORKS.size() + messages.size())]);
        body.putShort((short) FRAMEWORKS.size()).putShort((short) messages.size()).putInt(0);
        FRAMEWORKS.forEach(version -> IntegrationMessage.put(body, version));
        messages.forEach(version -> IntegrationMessage.put(body, version));
        return new IntegrationMessage(FRAMEWORKS.getLast(), IntegrationMessage.NEGOTIATE,
                messages.getLast(), 0, 0,
                IntegrationMessage.TRANSACTION | IntegrationMessage.REQUEST, body.array());
    }

    /// @param answer of the guest
    /// @param messages what the question said
    /// @throws ProtocolException if the guest chose nothing, or what it was not offered
    static Agreement read(IntegrationMessage answer, List<Version> messages) {
        byte[] body = answer.body();
        if (answer.type() != IntegrationMessage.NEGOTIATE
                || body.length < COUNTS_BYTES + 2 * VERSION_BYTES) {
            throw new ProtocolException("integration service does not negotiate: type="
                    + answer.type() + " bodyBytes=" + body.length);
        }
        ByteBuffer in = IntegrationMessage.little(body);
        Agreement chosen = new Agreement(IntegrationMessage.version(in, COUNTS_BYTES),
                IntegrationMessage.version(in, COUNTS_BYTES + VERSION_BYTES));
        if (in.getShort(0) != 1 || in.getShort(2) != 1 || !FRAMEWORKS.contains(chosen.framework)
                || !messages.contains(chosen.messages)) {
            throw new ProtocolException("integration service speaks no version of ours: chosen="
                    + chosen + " ours=" + messages);
        }
        return chosen;
    }
}
