// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

/// The children of the recorded life.
enum Side {
    /// Offers.
    PROVIDER,
    /// Opens.
    CONSUMER;

    Side other() {
        return this == PROVIDER ? CONSUMER : PROVIDER;
    }

    /// Who it says it is to the root.
    int pid() {
        return 4711 + ordinal();
    }
}
