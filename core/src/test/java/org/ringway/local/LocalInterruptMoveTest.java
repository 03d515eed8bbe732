// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.InterruptMoveContract;
import org.ringway.platform.Platform;

@DisplayName("an interrupt that moves, inside one JVM")
final class LocalInterruptMoveTest extends InterruptMoveContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
