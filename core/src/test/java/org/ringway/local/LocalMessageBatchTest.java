// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.MessageBatchContract;
import org.ringway.platform.Platform;

@DisplayName("messages that share packets, inside one JVM")
final class LocalMessageBatchTest extends MessageBatchContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
