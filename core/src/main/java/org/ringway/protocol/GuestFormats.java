// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;

/// The bytes by which plain clients come to a root, and are offered what concerns them alone: the
/// table in docs/protocol.md.
final class GuestFormats {
    private static final String FORM = "form";
    private static final int DIRECTED = 1;
    /// What makes the long form of ChildOffer.
    private static final MessageLayout AUDIENCE = element(u32("audience"));

    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 61, AddressSpace.class,
                    message(u64("pages"), pad(8), bytes("partitionName", Name.MAX_BYTES)),
                    (m, out) -> out.put64("pages", m.pages()).put("partitionName", m.name()),
                    in -> new AddressSpace(in.number64("pages"), in.name("partitionName"))));

    static final List<MessageFormat<? extends RingwayToChild>> TO_CHILD = List.of(
            new MessageFormat<>(BASE + 62, AddressSpaceResult.class,
                    message(u32("status"), u32("partitionId"), u64("epoch")),
                    (m, out) -> out.put("status", m.status())
                            .put("partitionId", m.partition())
                            .put64("epoch", m.epoch()),
                    in -> new AddressSpaceResult(in.status("status"),
                            in.partitionId("partitionId"), in.number64("epoch"))));

    private GuestFormats() {}

    static void write(ChildOffer offer, FieldWriter out) {
        out.put("offerId", offer.offerId()).put(offer.content()).put("name", offer.name());
        if (offer.audience() instanceof PartitionId audience) {
            out.put(FORM, DIRECTED).element(AUDIENCE).put("audience", audience);
        }
    }

    static ChildOffer readOffer(FieldReader in) {
        return new ChildOffer(in.offerId("offerId"), in.content(), in.name("name"), audience(in));
    }

    private static @Nullable PartitionId audience(FieldReader in) {
        return in.number(FORM) == DIRECTED && in.isLong(ProtocolVersion.V2_4, AUDIENCE)
                ? in.element(AUDIENCE, 0).partitionId("audience") : null;
    }
}
