// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.file.Path;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.wire.Name;

/// Where a guest's links to its root begin.
///
/// @param platform of this host
/// @param socket where the root listens
/// @param name of the guest
/// @param reach what it reaches behind them
record RootDoor(Platform platform, Path socket, Name name, GuestReach reach) {
    /// Makes a link that belongs to a plain client with this memory.
    ///
    /// @throws PlatformException if nobody listens there, or this process may not
    ControlLink enter(Handle memory) {
        long pages = platform.inspect(memory).pages();
        ControlLink link = platform.connect(socket);
        if (!link.trySend(ControlCodec.encode(new AddressSpace(pages, name)), List.of(memory))) {
            link.close();
            throw new PlatformException("the root does not read: socket=" + socket);
        }
        return link;
    }
}
