// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TrustContract;
import org.ringway.platform.Platform;

@DisplayName("channels of sides that trust each other, over the kernel")
final class LinuxTrustTest extends TrustContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
