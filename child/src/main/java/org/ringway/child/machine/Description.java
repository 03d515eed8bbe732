// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import java.util.Map;
import org.ringway.inspect.InspectTree;

/// What a machine looks like inside; the shell adds what it knows itself.
///
/// @param partition about the partition and its link
/// @param channels about each channel in question
public record Description(List<InspectTree> partition,
        Map<ChannelKey, List<InspectTree>> channels) {}
