// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.ChannelEndContract;
import org.ringway.platform.Platform;

@DisplayName("how channels end, inside one JVM")
final class LocalChannelEndTest extends ChannelEndContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
