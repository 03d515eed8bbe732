// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.ChannelEndContract;
import org.ringway.platform.Platform;

@DisplayName("how channels end, over the kernel")
final class LinuxChannelEndTest extends ChannelEndContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
