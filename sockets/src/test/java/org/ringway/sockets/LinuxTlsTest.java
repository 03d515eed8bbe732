// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

class LinuxTlsTest extends TlsContract {
    LinuxTlsTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
