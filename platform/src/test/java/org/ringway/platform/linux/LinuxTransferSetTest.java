// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TransferSetContract;
import org.ringway.platform.Platform;

@DisplayName("sets of transfer pages, over the kernel")
final class LinuxTransferSetTest extends TransferSetContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
