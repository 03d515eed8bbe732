// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.BusException;

/// How a guest's machine has ended.
///
/// @param reason in which way
/// @param text more for people, perhaps empty
public record GuestEnd(Reason reason, String text) {
    /// {@return a failure}
    ///
    /// @param failure only what is of the bus promises a text that stands alone
    static GuestEnd of(Throwable failure) {
        return new GuestEnd(Reason.FAILED,
                failure instanceof BusException ? failure.getMessage() : failure.toString());
    }

    /// Ways to end.
    public enum Reason {
        /// The guest has switched itself off.
        OFF,
        /// The guest wants to begin anew.
        RESET,
        /// [GuestMachine#close] was called.
        CLOSED,
        /// The machine cannot go on, or the next one cannot be made.
        FAILED
    }
}
