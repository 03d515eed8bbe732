// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

/// A scenario has seen something else than it should.
final class ScenarioFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioFailure(String message) {
        super(message);
    }

    static void unless(boolean condition, String message) {
        if (!condition) {
            throw new ScenarioFailure(message);
        }
    }
}
