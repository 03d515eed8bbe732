// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.ChannelInspectContract;

@DisplayName("a look at a channel, inside one JVM")
final class LocalChannelInspectTest extends ChannelInspectContract {
    LocalChannelInspectTest() {
        super(new LocalPlatform(), false);
    }
}
