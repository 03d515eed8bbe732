// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The channel is closed: by this side, by the other side in good order, or by a rescinded offer.
public final class ChannelClosedException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public ChannelClosedException(String message) {
        super(message);
    }
}
