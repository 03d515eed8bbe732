// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.MessageBatchContract;
import org.ringway.platform.Platform;

@DisplayName("messages that share packets, over the kernel")
final class LinuxMessageBatchTest extends MessageBatchContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
