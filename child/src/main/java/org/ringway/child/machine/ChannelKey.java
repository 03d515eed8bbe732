// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

/// Names a channel of this partition for ever; the root may give its channel id to another one.
///
/// @param value counted up from 1
public record ChannelKey(long value) {}
