// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.junit.jupiter.api.DisplayName;
import org.ringway.pipe.RingStreamContract;
import org.ringway.platform.Platform;

@DisplayName("a stream between two partitions, over the kernel")
final class LinuxRingStreamTest extends RingStreamContract {
    @Override
    protected Platform platform() {
        return new LinuxPlatform();
    }
}
