// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

class LocalRootLossTest extends RootLossContract {
    LocalRootLossTest() {
        super(new LocalPlatform());
    }
}
