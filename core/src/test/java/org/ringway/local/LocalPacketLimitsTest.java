// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.PacketLimitsContract;
import org.ringway.platform.Platform;

@DisplayName("limits of what a side takes, inside one JVM")
final class LocalPacketLimitsTest extends PacketLimitsContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
