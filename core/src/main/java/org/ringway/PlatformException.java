// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The operating system refused something, or has too little of it; the text says what to do.
public final class PlatformException extends BusException {
    private static final long serialVersionUID = 1L;

    /// @param message the call, its reason and the way out
    public PlatformException(String message) {
        super(message);
    }

    /// @param message the call, its reason and the way out
    /// @param cause what the JDK or the kernel said
    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
