// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

class LocalInterruptTest extends InterruptContract {
    LocalInterruptTest() {
        super(new LocalPlatform());
    }
}
