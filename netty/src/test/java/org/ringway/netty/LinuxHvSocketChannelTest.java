// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import java.util.ServiceLoader;
import org.ringway.platform.Platform;

final class LinuxHvSocketChannelTest extends HvSocketChannelContract {
    LinuxHvSocketChannelTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }
}
