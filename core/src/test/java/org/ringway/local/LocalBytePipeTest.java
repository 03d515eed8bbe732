// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.BytePipeContract;
import org.ringway.platform.Platform;

@DisplayName("a byte pipe between two partitions, inside one JVM")
final class LocalBytePipeTest extends BytePipeContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
