// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.ChannelInspectContract;

@DisplayName("a look at a channel, over the kernel")
final class LinuxChannelInspectTest extends ChannelInspectContract {
    LinuxChannelInspectTest() {
        super(new LinuxPlatform(), true);
    }
}
