// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.MessagePipeContract;
import org.ringway.platform.Platform;

@DisplayName("a message pipe, over the kernel")
final class LinuxMessagePipeTest extends MessagePipeContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
