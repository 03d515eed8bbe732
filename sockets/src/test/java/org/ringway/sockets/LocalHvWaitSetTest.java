// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import org.ringway.local.LocalPlatform;

class LocalHvWaitSetTest extends HvWaitSetContract {
    LocalHvWaitSetTest() {
        super(new LocalPlatform());
    }
}
