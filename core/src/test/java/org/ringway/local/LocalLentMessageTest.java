// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.LentMessageContract;
import org.ringway.platform.Platform;

@DisplayName("messages that a pipe lends, inside one JVM")
final class LocalLentMessageTest extends LentMessageContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
