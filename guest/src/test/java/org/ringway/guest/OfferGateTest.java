// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;

/// Which offers a guest hears of, and that others are as if they were not there.
final class OfferGateTest {
    private static final Guid ALLOWED = Guid.ofName("allowed");
    private static final Guid OTHER = Guid.ofName("other");
    private static final GuestReach FEW = new GuestReach(List.of(), Set.of(ALLOWED), false);
    private static final GuestReach RELAYED = new GuestReach(List.of(), Set.of(ALLOWED), true);
    private static final int REL_ID = 9;

    private final HostOffers host = new HostOffers();

    private static GuestMessage offer(Guid service, Guid instance, int flags) {
        return new GuestMessage(ControlCodec.encode(OfferChannel.of(new RelId(REL_ID),
                new OfferContent(service, instance, flags,
                        UserData.ofPipe(UserData.PIPE_MESSAGES)))));
    }

    private static GuestMessage service(Guid service, Guid instance) {
        return offer(service, instance, OfferContent.ENUMERATE);
    }

    private static GuestMessage stream(Guid service) {
        return offer(service, Guid.ofName("endpoint"), OfferContent.SOCKET_FLAGS);
    }

    private boolean hides(GuestReach reach, GuestMessage offer) {
        return new OfferGate(reach, host).hides(offer, false);
    }

    @Test
    void whoMayBeOfferedEverythingHearsOfEverything() {
        assertFalse(hides(GuestReach.ALL, service(OTHER, Guid.ofName("any"))));
        assertFalse(hides(GuestReach.ALL, stream(OTHER)));
    }

    @Test
    void whatIsNotAllowedIsHidden() {
        assertFalse(hides(FEW, service(ALLOWED, Guid.ofName("any"))));
        assertFalse(hides(FEW, stream(ALLOWED)));
        assertTrue(hides(FEW, service(OTHER, Guid.ofName("any"))));
        assertTrue(hides(FEW, stream(OTHER)));
    }

    @Test
    void whatIsOfferedTwiceIsHiddenTwice() {
        OfferGate gate = new OfferGate(FEW, host);
        assertTrue(gate.hides(service(OTHER, Guid.ofName("any")), false));
        assertTrue(gate.hides(service(OTHER, Guid.ofName("any")), false));
    }

    /// Whoever provides it would be given the guest's memory.
    @Test
    void aRelayedGuestHearsOfItsHostAlone() {
        Guid mine = host.instance();
        assertFalse(hides(RELAYED, service(OTHER, mine)));
        assertTrue(hides(RELAYED, service(ALLOWED, Guid.ofName("any"))));
        assertTrue(hides(RELAYED, stream(ALLOWED)), "somebody connects to the guest");
        assertTrue(hides(RELAYED, offer(OTHER, mine, OfferContent.SOCKET_FLAGS)));
        assertFalse(new OfferGate(RELAYED, host).hides(stream(OTHER), true), "asked for");

        host.begin(new PartitionId(3));
        assertTrue(hides(RELAYED, service(OTHER, mine)), "of a former root");
    }

    @Test
    void whatIsSaidOfAHiddenOfferGoesNowhere() {
        OfferGate gate = new OfferGate(FEW, host);
        assertTrue(gate.hides(service(OTHER, Guid.ofName("any")), false));

        for (int type : new int[] {GuestMessage.OPEN_CHANNEL, GuestMessage.GPADL_HEADER,
            GuestMessage.GPADL_TEARDOWN, GuestMessage.CLOSE_CHANNEL,
            GuestMessage.MODIFY_CHANNEL, GuestMessage.REL_ID_RELEASED}) {
            assertTrue(gate.isHidden(about(type, REL_ID)), () -> "type=" + type);
            assertFalse(gate.isHidden(about(type, REL_ID + 1)), () -> "type=" + type);
        }
        assertFalse(gate.isHidden(about(GuestMessage.INITIATE_CONTACT, REL_ID)));
        assertFalse(gate.isHidden(about(GuestMessage.TL_CONNECT_REQUEST, REL_ID)));
    }

    private static GuestMessage about(int type, int relId) {
        byte[] message = new byte[64];
        message[0] = (byte) type;
        message[8] = (byte) relId;
        return new GuestMessage(message);
    }

    /// Else the root would wait for the guest, which knows nothing.
    @Test
    void aHiddenOfferIsLetGoOfInTheGuestsPlace() {
        OfferGate gate = new OfferGate(FEW, host);
        gate.hides(service(OTHER, Guid.ofName("any")), false);
        assertNull(gate.owed());
        assertFalse(gate.hides(new GuestMessage(StandIn.rescind(REL_ID + 1)), false));

        assertTrue(gate.hides(new GuestMessage(StandIn.rescind(REL_ID)), false));
        byte[] owed = gate.owed();
        assertNotNull(owed);
        assertEquals(new RelIdReleased(new RelId(REL_ID)),
                ControlCodec.decodeToRoot(owed, ProtocolVersion.V5_3));
        gate.said();
        assertNull(gate.owed());
        assertFalse(gate.isHidden(about(GuestMessage.OPEN_CHANNEL, REL_ID)));
    }
}
