// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.pipe.RingStreamContract;
import org.ringway.platform.Platform;

@DisplayName("a stream between two partitions, inside one JVM")
final class LocalRingStreamTest extends RingStreamContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
