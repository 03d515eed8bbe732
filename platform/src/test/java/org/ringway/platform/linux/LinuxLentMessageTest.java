// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.LentMessageContract;
import org.ringway.platform.Platform;

@DisplayName("messages that a pipe lends, over the kernel")
final class LinuxLentMessageTest extends LentMessageContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
