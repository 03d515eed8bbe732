// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.PacketLimitsContract;
import org.ringway.platform.Platform;

@DisplayName("limits of what a side takes, over the kernel")
final class LinuxPacketLimitsTest extends PacketLimitsContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
