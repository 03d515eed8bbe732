// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The root or the other partition said no; the text names the rule, the status is the one on the
/// wire.
public final class RefusedException extends BusException {
    private static final long serialVersionUID = 1L;

    /// The NTSTATUS that came with the refusal; negative.
    private final int status;

    /// @param message who refused what, and by which rule
    /// @param status the NTSTATUS of the answer
    public RefusedException(String message, int status) {
        super(message + ": status=0x" + Integer.toHexString(status));
        this.status = status;
    }

    /// {@return the NTSTATUS of the answer, negative}
    public int status() {
        return status;
    }
}
