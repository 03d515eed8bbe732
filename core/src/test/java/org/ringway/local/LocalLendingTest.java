// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.LendingContract;
import org.ringway.platform.Platform;

@DisplayName("pages that packets lend, inside one JVM")
final class LocalLendingTest extends LendingContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
