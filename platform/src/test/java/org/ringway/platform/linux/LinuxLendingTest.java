// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.LendingContract;
import org.ringway.platform.Platform;

@DisplayName("pages that packets lend, over the kernel")
final class LinuxLendingTest extends LendingContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
