// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import org.ringway.local.LocalPlatform;

class LocalHvChannelTest extends HvChannelContract {
    LocalHvChannelTest() {
        super(new LocalPlatform());
    }
}
