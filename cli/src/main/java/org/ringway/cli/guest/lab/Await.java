// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

/// Waits for what nobody tells of.
final class Await {
    private static final long PAUSE_MILLIS = 100;

    /// Something that is so or not.
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    private Await() {}

    /// Looks again and again, as long as [LabBus#LIMIT].
    ///
    /// @throws ScenarioFailure if it does not come
    static void that(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + LabBus.LIMIT.toNanos();
        while (!condition.holds()) {
            ScenarioFailure.unless(System.nanoTime() < deadline,
                    "did not come: what=" + what + " seconds=" + LabBus.LIMIT.toSeconds());
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
