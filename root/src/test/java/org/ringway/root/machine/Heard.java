// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.StandardToChild;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Messages that a root sends, in few words.
final class Heard {
    private Heard() {}

    static StandardToChild.GpadlCreated created(int relId, int gpadl, Status status) {
        return new StandardToChild.GpadlCreated(new RelId(relId), new GpadlId(gpadl), status);
    }

    static StandardToChild.GpadlTorndown torndown(int gpadl) {
        return new StandardToChild.GpadlTorndown(new GpadlId(gpadl));
    }

    static StandardToChild.OpenChannelResult opened(int relId, int openId, Status status) {
        return new StandardToChild.OpenChannelResult(
                new RelId(relId), new OpenId(openId), status);
    }

    static StandardToChild.RescindChannelOffer rescinded(int relId) {
        return new StandardToChild.RescindChannelOffer(new RelId(relId));
    }

    static RingwayToChild.PeerGpadl peerGpadl(int relId, int gpadl, long pfn, int pages) {
        return new RingwayToChild.PeerGpadl(new RelId(relId), new GpadlId(gpadl), false, true,
                List.of(new PeerRun(pfn, 0, pages, 0)));
    }

    static RingwayToChild.PeerTeardown peerTeardown(int relId, int gpadl) {
        return new RingwayToChild.PeerTeardown(new RelId(relId), new GpadlId(gpadl));
    }

    static RingwayToChild.PeerOpened peerOpened(int relId, long serial) {
        return new RingwayToChild.PeerOpened(new RelId(relId), serial, false);
    }

    static RingwayToChild.PeerClosed peerClosed(int relId, Reason reason) {
        return new RingwayToChild.PeerClosed(new RelId(relId), reason);
    }
}
