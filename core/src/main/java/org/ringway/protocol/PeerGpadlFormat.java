// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;

import java.util.ArrayList;
import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.PeerGpadl;

/// The bytes of PeerGpadl, our only message with a list of structs.
final class PeerGpadlFormat {
    private static final int READ_ONLY = 1;
    private static final int LAST_PART = 2;

    private static final MessageLayout RUN = element(
            u64("pfn"), u64("firstPage"), u32("pages"), u32("handleIndex"));

    static final MessageFormat<PeerGpadl> FORMAT = new MessageFormat<>(
            RingwayToRootFormats.BASE + 10, PeerGpadl.class,
            message(u32("channelId"), u32("gpadl"), u32("flags"), u32("runCount")),
            PeerGpadlFormat::write, PeerGpadlFormat::read);

    private PeerGpadlFormat() {}

    private static void write(PeerGpadl message, FieldWriter out) {
        out.put("channelId", message.relId())
                .put("gpadl", message.gpadl())
                .put("flags", (message.readOnly() ? READ_ONLY : 0)
                        | (message.lastPart() ? LAST_PART : 0))
                .put("runCount", message.runs().size());
        for (PeerRun run : message.runs()) {
            out.element(RUN)
                    .put64("pfn", run.pfn())
                    .put64("firstPage", run.firstPage())
                    .put("pages", run.pages())
                    .put("handleIndex", run.handleIndex());
        }
    }

    private static PeerGpadl read(FieldReader in) {
        int flags = in.flags("flags", READ_ONLY | LAST_PART);
        int runCount = in.number("runCount");
        // Checked before the loop: nothing may be allocated on the sender's word.
        if (runCount < 1 || runCount > PeerGpadl.MAX_RUNS) {
            throw new ProtocolException("PeerGpadl.runCount: run count is out of range: runCount="
                    + Integer.toUnsignedString(runCount) + " max=" + PeerGpadl.MAX_RUNS);
        }
        List<PeerRun> runs = new ArrayList<>(runCount);
        for (int i = 0; i < runCount; i++) {
            FieldReader run = in.element(RUN, i);
            runs.add(new PeerRun(run.number64("pfn"), run.number64("firstPage"),
                    run.number("pages"), run.number("handleIndex")));
        }
        return new PeerGpadl(in.relId("channelId"), in.gpadl("gpadl"), (flags & READ_ONLY) != 0,
                (flags & LAST_PART) != 0, runs);
    }
}
