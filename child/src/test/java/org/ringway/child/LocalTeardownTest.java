// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

final class LocalTeardownTest extends TeardownContract {
    LocalTeardownTest() {
        super(new LocalPlatform());
    }
}
