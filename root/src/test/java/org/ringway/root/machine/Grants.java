// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// GPADL messages, whole and broken.
final class Grants {
    private Grants() {}

    static List<ToRoot> messages(int relId, int gpadl, long firstPfn, int pages) {
        return GpadlMessages.split(new RelId(relId), new GpadlId(gpadl),
                List.of(GpaRange.ofPages(firstPfn, pages)));
    }

    /// The first message of a GPADL, of which bodies are missing if it has more than 26 pages.
    static GpadlHeader header(int relId, int gpadl, long firstPfn, int pages) {
        return (GpadlHeader) messages(relId, gpadl, firstPfn, pages).getFirst();
    }

    static GpadlHeader header(
            int relId, int gpadl, int rangeBytes, int rangeCount, WireBytes data) {
        return new GpadlHeader(
                new RelId(relId), new GpadlId(gpadl), rangeBytes, rangeCount, data);
    }

    static GpadlBody body(int gpadl, int bytes) {
        return new GpadlBody(0, new GpadlId(gpadl), WireBytes.of(new byte[bytes]));
    }
}
