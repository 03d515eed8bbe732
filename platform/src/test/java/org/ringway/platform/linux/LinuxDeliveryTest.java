// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.DeliveryContract;
import org.ringway.platform.Platform;

@DisplayName("packets handed to handlers, over the kernel")
final class LinuxDeliveryTest extends DeliveryContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
