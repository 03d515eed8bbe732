// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.KeptPacketContract;
import org.ringway.platform.Platform;

@DisplayName("packets that are kept, over the kernel")
final class LinuxKeptPacketTest extends KeptPacketContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
