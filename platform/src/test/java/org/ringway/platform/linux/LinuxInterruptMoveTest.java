// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.InterruptMoveContract;
import org.ringway.platform.Platform;

@DisplayName("an interrupt that moves, over the kernel")
final class LinuxInterruptMoveTest extends InterruptMoveContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
