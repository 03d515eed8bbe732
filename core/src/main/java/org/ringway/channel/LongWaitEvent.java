// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// A request had to wait for its completion.
@Name("ringway.LongWait")
@Label("Long Wait")
@Description("A request waited for its completion")
@Category("Ringway")
@Threshold("100 ms")
final class LongWaitEvent extends ChannelEvent {}
