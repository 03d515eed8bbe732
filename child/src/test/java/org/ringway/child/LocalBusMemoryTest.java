// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

final class LocalBusMemoryTest extends BusMemoryContract {
    LocalBusMemoryTest() {
        super(new LocalPlatform());
    }
}
