// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// A sender had to wait for room.
@Name("ringway.FullRing")
@Label("Full Ring")
@Description("A sender waited for room: the other side reads too slowly, or the ring is small")
@Category("Ringway")
@Threshold("1 ms")
final class FullRingEvent extends ChannelEvent {}
