// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.DeliveryContract;
import org.ringway.platform.Platform;

@DisplayName("packets handed to handlers, inside one JVM")
final class LocalDeliveryTest extends DeliveryContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
