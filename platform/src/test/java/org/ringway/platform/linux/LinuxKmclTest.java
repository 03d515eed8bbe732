// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.KmclContract;
import org.ringway.platform.Platform;

@DisplayName("what a KMCL driver is used to, over the kernel")
final class LinuxKmclTest extends KmclContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
