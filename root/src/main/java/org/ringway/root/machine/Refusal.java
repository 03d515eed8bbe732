// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.wire.Status;

/// A request cannot be served. Caught by the machine that knows the answering message; it never
/// leaves this package and has no stack trace, because whoever is refused may ask very often.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    Refusal(Status status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    Status status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /// Refuses whoever wants one more than a quota allows.
    static void unlessBelow(String quota, long used, long limit) {
        if (used >= limit) {
            throw new Refusal(Status.QUOTA_EXCEEDED,
                    "quota is used up: " + quota + "=" + used + " limit=" + limit);
        }
    }
}
