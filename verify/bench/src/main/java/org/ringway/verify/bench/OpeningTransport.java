// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// What it takes to open a connection, up to the first answer, by a channel or by a socket; and to
/// join the bus. The second word of the name says which: `opening/tcp/usual`.
public final class OpeningTransport implements Transport {
    /// Of every message.
    static final int MESSAGE_BYTES = 32;

    /// For the service loader.
    public OpeningTransport() {}

    @Override
    public String family() {
        return "opening";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        OpeningConduit.Door door = switch (place.name().manner()) {
            case "ringway" -> ChannelDoor.at(place);
            case "join" -> JoinDoor.at(place);
            case "tcp" -> SocketDoor.tcp(place);
            case "unix" -> SocketDoor.unix(place);
            default -> throw new IllegalArgumentException("unknown manner: name=" + place.name());
        };
        return new OpeningConduit(door, place.isNear());
    }
}
