// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// Takes packets as they come.
@FunctionalInterface
public interface PacketHandler {
    /// One packet. When the handler returns, a packet that wants a completion and was neither
    /// completed nor deferred is completed with an empty one. When it throws, the packet counts as
    /// handled, no completion is sent, and whoever called `receive` or `poll` gets the exception.
    ///
    /// @param packet valid during the call only
    void received(IncomingPacket packet);
}
