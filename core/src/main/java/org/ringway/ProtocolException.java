// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// A control message breaks a rule of the protocol; the link it came on is closed.
public final class ProtocolException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public ProtocolException(String message) {
        super(message);
    }
}
