// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import org.ringway.local.LocalPlatform;

final class LocalHvSocketChannelTest extends HvSocketChannelContract {
    LocalHvSocketChannelTest() {
        super(new LocalPlatform());
    }
}
