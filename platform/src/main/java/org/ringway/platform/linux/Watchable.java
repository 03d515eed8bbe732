// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.ringway.platform.Pollable;

/// A source of this platform: it has a descriptor.
interface Watchable {
    Descriptor descriptor();

    static Descriptor descriptor(Pollable source) {
        if (source instanceof Watchable watchable) {
            return watchable.descriptor();
        }
        throw new IllegalArgumentException(
                "source of another platform: type=" + source.getClass().getName());
    }
}
