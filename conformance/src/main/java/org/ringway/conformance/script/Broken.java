// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

/// A rule is broken. The text says what was expected and what was seen.
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Broken(String seen) {
        super(seen);
    }

    /// Ends the script unless something holds.
    public static void unless(boolean holds, String seen) {
        if (!holds) {
            throw new Broken(seen);
        }
    }
}
