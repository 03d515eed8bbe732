// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

final class LinuxBusMemoryTest extends BusMemoryContract {
    LinuxBusMemoryTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
