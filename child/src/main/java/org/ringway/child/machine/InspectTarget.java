// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;

/// Whose live state is asked for.
///
/// @param partition who is asked
/// @param relId its id of the one channel in question, or null for everything
public record InspectTarget(PartitionId partition, @Nullable RelId relId) {}
