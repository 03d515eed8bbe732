// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

class LocalSubchannelTest extends SubchannelContract {
    LocalSubchannelTest() {
        super(new LocalPlatform());
    }
}
