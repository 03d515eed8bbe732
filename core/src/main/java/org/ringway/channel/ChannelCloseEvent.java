// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A channel has ended, here or at the other side.
@Name("ringway.ChannelClose")
@Label("Channel Closed")
@Description("A channel has ended, here or at the other side")
@Category("Ringway")
@StackTrace(false)
final class ChannelCloseEvent extends ChannelEvent {
    @Label("Reason")
    String reason = "";
}
