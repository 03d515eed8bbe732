// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.BusChannelContract;
import org.ringway.platform.Platform;

@DisplayName("a channel between two partitions, inside one JVM")
final class LocalBusChannelTest extends BusChannelContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
