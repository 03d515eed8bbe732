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

    /// All packets of one `receive` or `poll` have been handed over, and given back to the sender's
    /// ring: the time to send what their handling has piled up. Does nothing by itself; is not
    /// called after [#received] has thrown.
    ///
    /// @param packets how many, at least one
    default void batchEnded(int packets) {}
}
