// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.jspecify.annotations.Nullable;
import org.ringway.child.machine.ChannelKey;

/// Where a channel of this partition belongs.
///
/// @param primary beside which other one it is a sub-channel, or null
/// @param subchannelIndex which one of that; 0 for a primary channel
/// @param processor which of [Processors] its doorbell interrupts at first
record Place(@Nullable ChannelKey primary, int subchannelIndex, int processor) {
    static final Place PRIMARY = new Place(null, 0, 0);

    /// The processors take turns.
    static Place ofSubchannel(ChannelKey primary, int index, Processors processors) {
        return new Place(primary, index, index % processors.count());
    }
}
