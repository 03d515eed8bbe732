// SPDX-License-Identifier: Apache-2.0

/// A channel: two rings, a doorbell each way, and what both sides have granted each other.
///
/// [org.ringway.channel.BusChannel] is what users hold. Whoever brokers channels makes one through
/// [org.ringway.channel.ChannelSide] and tells it of the other side's grants and of its end.
///
/// One thread at a time, the *leader*, reads the incoming ring and waits at the doorbell: whichever
/// of those who wait came first. It settles completions for everybody, and keeps packets for
/// whoever receives. The others park until it wakes them or leaves.
@NullMarked
package org.ringway.channel;

import org.jspecify.annotations.NullMarked;
