// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.platform.Platform;
import org.ringway.platform.PlatformContract;

@DisplayName("the Linux platform")
final class LinuxPlatformContractTest extends PlatformContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
