// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.wire.Name;

/// The bytes by which plain clients come to a root, and are offered what concerns them alone: the
/// table in docs/protocol.md.
final class GuestFormats {
    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 61, AddressSpace.class,
                    message(u64("pages"), pad(8), bytes("partitionName", Name.MAX_BYTES)),
                    (m, out) -> out.put64("pages", m.pages()).put("partitionName", m.name()),
                    in -> new AddressSpace(in.number64("pages"), in.name("partitionName"))),
            new MessageFormat<>(BASE + 63, OfferAudience.class,
                    message(u32("offerId"), u32("partitionId")),
                    (m, out) -> out.put("offerId", m.offerId())
                            .put("partitionId", m.partition()),
                    in -> new OfferAudience(
                            in.offerId("offerId"), in.partitionId("partitionId"))));

    static final List<MessageFormat<? extends RingwayToChild>> TO_CHILD = List.of(
            new MessageFormat<>(BASE + 62, AddressSpaceResult.class,
                    message(u32("status"), u32("partitionId"), u64("epoch")),
                    (m, out) -> out.put("status", m.status())
                            .put("partitionId", m.partition())
                            .put64("epoch", m.epoch()),
                    in -> new AddressSpaceResult(in.status("status"),
                            in.partitionId("partitionId"), in.number64("epoch"))));

    private GuestFormats() {}
}
