// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

class LinuxInterruptTest extends InterruptContract {
    LinuxInterruptTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
