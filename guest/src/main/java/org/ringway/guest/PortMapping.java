// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.wire.Guid;
import org.ringway.wire.SocketIds;

/// What a port of the host means to a guest: its programs can name nothing but the host and a port.
///
/// @param port the port
/// @param partition whose service it is: one of [SocketIds], or a partition
/// @param service the service
public record PortMapping(long port, Guid partition, Guid service) {
    /// Checks the port.
    public PortMapping {
        SocketIds.ofPort(port);
    }
}
