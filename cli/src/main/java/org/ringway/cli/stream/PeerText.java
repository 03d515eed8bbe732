// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.wire.PeerFacts;

/// Who is at the other end, as programs and people are told.
final class PeerText {
    private PeerText() {}

    static Map<String, @Nullable Object> json(PeerFacts peer) {
        return Json.object("partition", peer.partition().value(), "name", peer.name().value(),
                "pid", peer.pid(), "uid", peer.uid(), "gid", peer.gid());
    }

    /// Tells a program that serves the peer.
    static void put(PeerFacts peer, Map<String, String> environment) {
        environment.put("RINGWAY_PEER", peer.name().value());
        environment.put("RINGWAY_PEER_PID", Integer.toString(peer.pid()));
        environment.put("RINGWAY_PEER_UID", Integer.toString(peer.uid()));
        environment.put("RINGWAY_PEER_GID", Integer.toString(peer.gid()));
    }
}
