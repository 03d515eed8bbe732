// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The other partition broke a rule of the ring or of a packet in it; the channel is closed.
public final class RingCorruptException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public RingCorruptException(String message) {
        super(message);
    }
}
