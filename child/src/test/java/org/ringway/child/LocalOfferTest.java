// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.local.LocalPlatform;

final class LocalOfferTest extends OfferContract {
    LocalOfferTest() {
        super(new LocalPlatform());
    }
}
