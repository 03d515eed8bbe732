// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The time given to a waiting call has passed; nothing was sent, received or changed by it.
public final class BusTimeoutException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public BusTimeoutException(String message) {
        super(message);
    }
}
