// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import org.ringway.local.LocalPlatform;

class LocalHvServerChannelTest extends HvServerChannelContract {
    LocalHvServerChannelTest() {
        super(new LocalPlatform());
    }
}
