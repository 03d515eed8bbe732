// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A channel can carry packets.
@Name("ringway.ChannelOpen")
@Label("Channel Opened")
@Description("A channel can carry packets")
@Category("Ringway")
@StackTrace(false)
final class ChannelOpenEvent extends ChannelEvent {
    @Label("Outgoing Bytes")
    @DataAmount
    long outgoingBytes;

    @Label("Incoming Bytes")
    @DataAmount
    long incomingBytes;
}
