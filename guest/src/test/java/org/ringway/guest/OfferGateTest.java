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
    private static final int[] ABOUT_OFFERS = {GuestMessage.OPEN_CHANNEL,
        GuestMessage.GPADL_HEADER, GuestMessage.GPADL_TEARDOWN, GuestMessage.CLOSE_CHANNEL,
        GuestMessage.MODIFY_CHANNEL, GuestMessage.REL_ID_RELEASED};

    private final HostOffers host = new HostOffers();

    private static GuestMessage offer(Guid service, Guid instance, int flags) {
        return offer(REL_ID, service, instance, flags);
    }

    private static GuestMessage offer(int relId, Guid service, Guid instance, int flags) {
        return new GuestMessage(ControlCodec.encode(OfferChannel.of(new RelId(relId),
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
        Guid mine = host.instance(OTHER);
        assertFalse(hides(RELAYED, service(OTHER, mine)));
        assertTrue(hides(RELAYED, service(ALLOWED, Guid.ofName("any"))));
        assertTrue(hides(RELAYED, stream(ALLOWED)), "somebody connects to the guest");
        assertTrue(hides(RELAYED, offer(OTHER, mine, OfferContent.SOCKET_FLAGS)));
        assertTrue(hides(RELAYED, service(ALLOWED, mine)), "a list shows the instance to others");
        assertFalse(new OfferGate(RELAYED, host).hides(stream(OTHER), true), "asked for");

        host.begin(new PartitionId(3));
        assertTrue(hides(RELAYED, service(OTHER, mine)), "of a former root");
        Guid another = host.instance(OTHER);
        assertFalse(hides(RELAYED, service(OTHER, another)));
        host.forget(OTHER, another);
        assertTrue(hides(RELAYED, service(OTHER, another)), "withdrawn");
        host.instance(OTHER);
        host.lost();
        assertNull(host.partition());
    }

    @Test
    void whatIsSaidOfAHiddenOfferGoesNowhere() {
        OfferGate gate = new OfferGate(FEW, host);
        assertTrue(gate.hides(service(OTHER, Guid.ofName("any")), false));
        assertFalse(gate.hides(offer(REL_ID + 1, ALLOWED, Guid.ofName("any"),
                OfferContent.ENUMERATE), false));

        for (int type : ABOUT_OFFERS) {
            assertTrue(gate.isHidden(about(type, REL_ID)), () -> "type=" + type);
            assertFalse(gate.isHidden(about(type, REL_ID + 1)), () -> "type=" + type);
        }
        assertFalse(gate.isHidden(about(GuestMessage.INITIATE_CONTACT, REL_ID)));
        assertFalse(gate.isHidden(about(GuestMessage.TL_CONNECT_REQUEST, REL_ID)));
    }

    /// The root may have said already whose number that is, and the gate not have heard it yet.
    @Test
    void numbersThatAreGuessedAreHidden() {
        OfferGate gate = new OfferGate(FEW, host);
        for (int type : ABOUT_OFFERS) {
            assertTrue(gate.isHidden(about(type, REL_ID)), () -> "type=" + type);
            assertFalse(new OfferGate(GuestReach.ALL, host).isHidden(about(type, REL_ID)),
                    () -> "type=" + type);
        }
    }

    @Test
    void aNumberThatWasLetGoOfIsGuessedNextTime() {
        OfferGate gate = new OfferGate(FEW, host);
        assertFalse(gate.hides(service(ALLOWED, Guid.ofName("any")), false));
        assertFalse(gate.hides(new GuestMessage(StandIn.rescind(REL_ID)), false));
        assertFalse(gate.isHidden(about(GuestMessage.REL_ID_RELEASED, REL_ID)));

        gate.released(REL_ID);

        assertTrue(gate.isHidden(about(GuestMessage.OPEN_CHANNEL, REL_ID)));
        assertNull(gate.owed());
    }

    /// What the root said before it heard of the contact has numbers that mean something else now.
    @Test
    void whatWasBeforeAContactDoesNotCount() {
        OfferGate gate = new OfferGate(FEW, host);
        assertFalse(gate.hides(service(ALLOWED, Guid.ofName("any")), false));

        gate.begin();

        assertTrue(gate.isHidden(about(GuestMessage.OPEN_CHANNEL, REL_ID)));
        assertTrue(gate.hides(service(ALLOWED, Guid.ofName("any")), false));
        assertTrue(gate.isHidden(about(GuestMessage.OPEN_CHANNEL, REL_ID)));
        assertTrue(gate.hides(new GuestMessage(StandIn.rescind(REL_ID)), false));
        assertNull(gate.owed(), "the root has forgotten it");
        assertFalse(gate.hides(about(GuestMessage.VERSION_RESPONSE, 0), false));
        assertFalse(gate.hides(service(ALLOWED, Guid.ofName("any")), false));
        assertFalse(gate.isHidden(about(GuestMessage.OPEN_CHANNEL, REL_ID)));
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

        assertTrue(gate.hides(new GuestMessage(StandIn.rescind(REL_ID)), false));
        byte[] owed = gate.owed();
        assertNotNull(owed);
        assertEquals(new RelIdReleased(new RelId(REL_ID)),
                ControlCodec.decodeToRoot(owed, ProtocolVersion.V5_3));
        gate.said();
        assertNull(gate.owed());
    }
}
