// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import org.ringway.local.LocalPlatform;

class LocalTortureTest extends TortureContract {
    LocalTortureTest() {
        super(new LocalPlatform());
    }
}
