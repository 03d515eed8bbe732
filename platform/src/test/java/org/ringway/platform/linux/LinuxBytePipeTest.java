// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.BytePipeContract;
import org.ringway.platform.Platform;

@DisplayName("a byte pipe between two partitions, over the kernel")
final class LinuxBytePipeTest extends BytePipeContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
