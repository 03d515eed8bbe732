// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.synic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.ringway.guest.boot.GuestPages;

/// A message on its way from the guest: a private copy of the input of the hypercall.
///
/// @param status what to answer; [HypercallStatus#SUCCESS] if there is a message
/// @param bytes what the guest says
public record PostedMessage(int status, byte[] bytes) {
    private static final int INPUT_BYTES = 256;
    private static final int TYPE = 8;
    private static final int SIZE = 12;
    private static final int PAYLOAD = 16;
    private static final int VMBUS_MESSAGE = 1;
    private static final int ALIGNMENT = 8;

    /// Reads it.
    ///
    /// @param memory of the guest
    /// @param address of the input, whatever the guest says
    /// @return the message, or why there is none
    public static PostedMessage read(GuestPages memory, long address) {
        MemorySegment there = address % ALIGNMENT == 0 ? memory.find(address, INPUT_BYTES) : null;
        if (there == null) {
            return refused(HypercallStatus.INVALID_ALIGNMENT);
        }
        byte[] copy = there.toArray(JAVA_BYTE);
        MemorySegment input = MemorySegment.ofArray(copy);
        int connection = input.get(GuestPages.WORD, 0);
        if (connection != 1 && connection != 4) {
            return refused(HypercallStatus.INVALID_CONNECTION_ID);
        }
        int size = input.get(GuestPages.WORD, SIZE);
        if (input.get(GuestPages.WORD, TYPE) != VMBUS_MESSAGE || size < 1
                || size > SynicPages.MAX_MESSAGE_BYTES) {
            return refused(HypercallStatus.INVALID_PARAMETER);
        }
        return new PostedMessage(HypercallStatus.SUCCESS,
                input.asSlice(PAYLOAD, size).toArray(JAVA_BYTE));
    }

    private static PostedMessage refused(int status) {
        return new PostedMessage(status, new byte[0]);
    }
}
