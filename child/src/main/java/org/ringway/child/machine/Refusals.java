// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.wire.Status;

/// Puts a refusal and the explanation that came right before it together.
final class Refusals {
    private @Nullable Explain last;

    void explained(Explain explain) {
        last = explain;
    }

    /// An explanation counts for the very next message only.
    void forget() {
        last = null;
    }

    Failure.Refused refusal(String what, Status status) {
        return new Failure.Refused(what + ": " + (last == null ? status.text() : last.text()),
                status);
    }

    /// {@return the explanation in words, or null}
    @Nullable Explain last() {
        return last;
    }
}
