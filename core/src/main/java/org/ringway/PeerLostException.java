// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The partition at the other end died without closing the channel.
///
/// What it had committed before is still delivered; this is thrown after the last packet.
public final class PeerLostException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public PeerLostException(String message) {
        super(message);
    }
}
