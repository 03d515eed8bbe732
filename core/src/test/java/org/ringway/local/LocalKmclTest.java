// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.KmclContract;
import org.ringway.platform.Platform;

@DisplayName("what a KMCL driver is used to, inside one JVM")
final class LocalKmclTest extends KmclContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
