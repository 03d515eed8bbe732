// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import org.jspecify.annotations.Nullable;

/// Where children knock.
///
/// - **Thread:** one at a time. **Blocking:** never.
public non-sealed interface ControlListener extends Pollable, AutoCloseable {
    /// {@return the next child's link, or null if nobody waits}
    /// @throws org.ringway.PlatformException if descriptors have run out; try again later
    @Nullable ControlLink accept();

    /// Stops listening and removes the address. Idempotent.
    @Override
    void close();
}
