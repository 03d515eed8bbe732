// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.channel.MessagePipeContract;
import org.ringway.platform.Platform;

@DisplayName("a message pipe, inside one JVM")
final class LocalMessagePipeTest extends MessagePipeContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }
}
