// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// The process at the other side of a channel is gone without a goodbye.
@Name("ringway.PeerLost")
@Label("Peer Lost")
@Description("The process at the other side of a channel is gone without a goodbye")
@Category("Ringway")
@StackTrace(false)
final class PeerLostEvent extends ChannelEvent {}
