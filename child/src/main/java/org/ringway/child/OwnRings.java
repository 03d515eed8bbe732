// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.child.machine.OwnRegion;

/// Memory for both rings of a channel that this partition opens; the outgoing one comes first.
///
/// @param region what is granted
/// @param downstreamPageOffset first page of the incoming ring
/// @param rings mapped
record OwnRings(OwnRegion region, int downstreamPageOffset, Rings rings) {
    /// Lets go of what nobody was shown.
    void discard() {
        rings.close();
        region.handle().close();
    }
}
