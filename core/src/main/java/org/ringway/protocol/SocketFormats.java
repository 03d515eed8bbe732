// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;

/// The bytes of what makes Hyper-V sockets between children: the table in docs/protocol.md.
final class SocketFormats {
    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 46, SocketListen.class,
                    message(u32("offerId"), u32("backlog"), bytes("serviceId", Guid.BYTES),
                            bytes("scope", Guid.BYTES), bytes("name", Name.MAX_BYTES)),
                    (m, out) -> out.put("offerId", m.offerId())
                            .put("backlog", m.backlog())
                            .put("serviceId", m.serviceId())
                            .put("scope", m.scope())
                            .put("name", m.name()),
                    in -> new SocketListen(in.offerId("offerId"), in.number("backlog"),
                            in.guid("serviceId"), in.guid("scope"), in.name("name"))));

    private SocketFormats() {}
}
