// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// One thing this host can or cannot do, and the way out.
///
/// @param subject what was looked at
/// @param verdict how it stands
/// @param found what was seen, with numbers
/// @param fix the exact remedy, empty if there is nothing to fix
public record Diagnosis(String subject, Verdict verdict, String found, String fix) {
    /// How a subject stands.
    public enum Verdict {
        /// As it should be.
        GOOD,
        /// Ringway works, but less well or less safely.
        POOR,
        /// Ringway does not work here.
        BAD
    }
}
