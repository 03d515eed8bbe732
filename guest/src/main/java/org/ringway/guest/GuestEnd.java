// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

/// How a guest's machine has ended.
///
/// @param reason in which way
/// @param text more for people, perhaps empty
public record GuestEnd(Reason reason, String text) {
    /// Ways to end.
    public enum Reason {
        /// The guest has switched itself off.
        OFF,
        /// The guest wants to begin anew.
        RESET,
        /// [GuestMachine#close] was called.
        CLOSED,
        /// The hypervisor cannot go on.
        FAILED
    }
}
