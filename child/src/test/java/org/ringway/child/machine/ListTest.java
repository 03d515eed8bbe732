// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.wire.OfferId;

class ListTest extends MachineCase {
    private static final PartitionEntry PARTITION = new PartitionEntry(PEER, 3);
    private static final OfferEntry OFFER = new OfferEntry(PEER.partition(), new OfferId(1),
            CONTENT.interfaceId(), CONTENT.instanceId(), 0, NAME, 2);
    private static final ChannelEntry CHANNEL = new ChannelEntry(1, PEER.partition(), REL_ID, SELF,
            REL_ID, new OfferId(1), ChannelState.OPEN, new ChannelUsage(8, 1, 32_768));

    @BeforeEach
    void joined() {
        join();
    }

    @Test
    @DisplayName("entries are collected until the end, one list after the other")
    void listsAreCollected() {
        RequestId first = request();
        RequestId second = request();
        assertEffects(machine.list(first, 7), send(new RingwayToRoot.List(7)));
        assertEffects(machine.list(second, 1), send(new RingwayToRoot.List(1)));
        hear(PARTITION);
        hear(OFFER);
        hear(CHANNEL);
        assertEffects(hear(new ListEnd()), new Effect.Listed(first,
                new Listing(List.of(PARTITION), List.of(OFFER), List.of(CHANNEL),
                        List.of())));
        hear(PARTITION);
        assertEffects(hear(new ListEnd()), new Effect.Listed(second,
                new Listing(List.of(PARTITION), List.of(), List.of(), List.of())));
    }

    @Test
    @DisplayName("a list that nobody waits for any more is read to its end and dropped")
    void abandonedListIsDropped() {
        RequestId first = request();
        RequestId second = request();
        machine.list(first, 1);
        machine.list(second, 1);
        machine.giveUp(first);
        hear(PARTITION);
        assertEffects(hear(new ListEnd()));
        assertEffects(hear(new ListEnd()), new Effect.Listed(second,
                new Listing(List.of(), List.of(), List.of(), List.of())));
    }

    @Test
    @DisplayName("C3 entries that nobody asked for are ignored")
    void c3UnsolicitedEntriesAreIgnored() {
        assertIgnored(hear(PARTITION));
        assertIgnored(hear(OFFER));
        assertIgnored(hear(CHANNEL));
        assertIgnored(hear(new ListEnd()));
    }

    @Test
    @DisplayName("a list without an end ends the link")
    void endlessListEndsTheLink() {
        machine.list(request(), 1);
        assertThrows(ProtocolException.class, () -> {
            for (int i = 0; i <= 1 << 17; i++) {
                machine.receive(PARTITION, List.of());
            }
        });
    }
}
