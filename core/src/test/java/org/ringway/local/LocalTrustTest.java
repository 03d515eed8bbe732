// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.TrustContract;
import org.ringway.platform.Platform;

@DisplayName("channels of sides that trust each other, inside one JVM")
final class LocalTrustTest extends TrustContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
