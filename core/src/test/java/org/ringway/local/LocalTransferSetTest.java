// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TransferSetContract;
import org.ringway.platform.Platform;

@DisplayName("sets of transfer pages, inside one JVM")
final class LocalTransferSetTest extends TransferSetContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
