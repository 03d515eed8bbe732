// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.KeptPacketContract;
import org.ringway.platform.Platform;

@DisplayName("packets that are kept, inside one JVM")
final class LocalKeptPacketTest extends KeptPacketContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
