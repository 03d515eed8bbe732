// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

final class LinuxInspectTest extends InspectContract {
    LinuxInspectTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
