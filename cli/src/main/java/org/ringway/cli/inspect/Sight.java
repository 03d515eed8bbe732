// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.wire.PartitionId;

/// What a partition said, or why it said nothing.
///
/// @param target who was asked for what
/// @param state its live state, or null
/// @param silence why there is none, for people; empty if there is
/// @param nanos when the answer came, by the clock of [System#nanoTime]
record Sight(Target target, @Nullable Branch state, String silence, long nanos) {
    PartitionId partition() {
        return target.entry().partition().partition();
    }
}
