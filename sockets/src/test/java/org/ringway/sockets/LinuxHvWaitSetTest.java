// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

class LinuxHvWaitSetTest extends HvWaitSetContract {
    LinuxHvWaitSetTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
