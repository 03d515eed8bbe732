// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

class LinuxSubchannelTest extends SubchannelContract {
    LinuxSubchannelTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
