// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

import org.ringway.platform.Pollable;

/// Where a guest's signals for one event connection come.
///
/// - **Thread:** any.
public non-sealed interface GuestSignal extends Pollable, AutoCloseable {
    /// {@return whether the guest has signalled since the last look}
    boolean take();

    /// Signals of this connection go nowhere any more. Idempotent.
    @Override
    void close();
}
