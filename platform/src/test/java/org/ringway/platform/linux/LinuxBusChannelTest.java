// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.BusChannelContract;
import org.ringway.platform.Platform;

@DisplayName("a channel between two partitions, over the kernel")
final class LinuxBusChannelTest extends BusChannelContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
