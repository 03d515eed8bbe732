// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TransferPoolContract;
import org.ringway.platform.Platform;

@DisplayName("a pool of transfer pages, over the kernel")
final class LinuxTransferPoolTest extends TransferPoolContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
