// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.time.Duration;

/// Waits between two questions.
interface Pause {
    /// {@return whether the service goes on; false at once when its channel or the host ends}
    boolean last(Duration time) throws InterruptedException;
}
