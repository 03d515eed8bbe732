// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToChild.PeerInspect;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.wire.RelId;

/// The bytes of questions for live state and of their answers: the table in docs/protocol.md.
final class InspectFormats {
    private static final int LAST = 1;
    private static final int EVERYTHING = 0;

    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 26, Inspect.class,
                    message(u32("request"), u32("partitionId"), u32("channelId")),
                    (m, out) -> out.put("request", m.request())
                            .put("partitionId", m.partition())
                            .put("channelId", number(m.relId())),
                    in -> new Inspect(in.number("request"), in.partitionId("partitionId"),
                            relId(in))),
            new MessageFormat<>(BASE + 28, PeerInspectResult.class, answer("question"),
                    (m, out) -> write(out.put("question", m.question()), m.part()),
                    in -> new PeerInspectResult(in.number("question"), read(in))),
            new MessageFormat<>(BASE + 30, WithdrawInspect.class,
                    message(u32("request")),
                    (m, out) -> out.put("request", m.request()),
                    in -> new WithdrawInspect(in.number("request"))));

    static final List<MessageFormat<? extends RingwayToChild>> TO_CHILD = List.of(
            new MessageFormat<>(BASE + 27, PeerInspect.class,
                    message(u32("question"), u32("channelId")),
                    (m, out) -> out.put("question", m.question())
                            .put("channelId", number(m.relId())),
                    in -> new PeerInspect(in.number("question"), relId(in))),
            new MessageFormat<>(BASE + 29, InspectResult.class, answer("request"),
                    (m, out) -> write(out.put("request", m.request()), m.part()),
                    in -> new InspectResult(in.number("request"), read(in))));

    private InspectFormats() {}

    private static MessageLayout answer(String number) {
        return message(u32(number), u32("status"), u16("bytes"), u16("flags"),
                bytes("part", InspectPart.MAX_BYTES));
    }

    private static int number(@Nullable RelId relId) {
        return relId == null ? EVERYTHING : relId.value();
    }

    private static @Nullable RelId relId(FieldReader in) {
        return in.number("channelId") == EVERYTHING ? null : in.relId("channelId");
    }

    private static void write(FieldWriter out, InspectPart part) {
        out.put("status", part.status())
                .put("bytes", part.bytes().length())
                .put("flags", part.last() ? LAST : 0)
                .putStart("part", part.bytes());
    }

    private static InspectPart read(FieldReader in) {
        return new InspectPart(in.status("status"), in.flags("flags", LAST) != 0,
                in.start("part", in.number("bytes")));
    }
}
