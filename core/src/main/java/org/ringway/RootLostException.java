// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The root partition is gone: open channels go on, whatever needs the root fails until it is back.
public final class RootLostException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the field and the numbers
    public RootLostException(String message) {
        super(message);
    }
}
