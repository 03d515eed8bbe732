// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import org.ringway.local.LocalPlatform;

class LocalTlsTest extends TlsContract {
    LocalTlsTest() {
        super(new LocalPlatform());
    }
}
