// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TransferPoolContract;
import org.ringway.platform.Platform;

@DisplayName("a pool of transfer pages, inside one JVM")
final class LocalTransferPoolTest extends TransferPoolContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
