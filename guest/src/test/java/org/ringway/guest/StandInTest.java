// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.ControlMessage;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.ToChild;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A root that dies with a request under way owes an answer.
final class StandInTest {
    private static final RelId CHANNEL = new RelId(1);
    private static final GpadlId RING = new GpadlId(7);

    private final StandIn standIn = new StandIn();

    @BeforeEach
    void begin() {
        begin(ProtocolVersion.V5_3);
    }

    private void begin(ProtocolVersion version) {
        standIn.begin(version.major() << 16 | version.minor());
    }

    private static GuestMessage view(ControlMessage message) {
        return new GuestMessage(ControlCodec.encode(message));
    }

    private void asked(ControlMessage request) {
        standIn.asked(view(request));
    }

    private List<ToChild> owed() {
        return standIn.takeOwed().stream()
                .map(each -> ControlCodec.decodeToChild(each, ProtocolVersion.V5_3)).toList();
    }

    @Test
    void everyRequestIsAnsweredOnce() {
        asked(new RequestOffers());
        asked(new GpadlTeardown(CHANNEL, RING));
        asked(new OpenChannel(new RelId(2), new OpenId(9), RING, 0, 4, UserData.EMPTY));
        asked(new CloseChannel(new RelId(3)));
        standIn.heard(view(new AllOffersDelivered()));

        assertEquals(List.of(new GpadlTorndown(RING),
                new OpenChannelResult(new RelId(2), new OpenId(9), Status.UNSUCCESSFUL)), owed());
        assertEquals(List.of(), owed());
    }

    @Test
    void fromVersion53OnModifyChannelIsAnswered() {
        asked(new ModifyChannel(CHANNEL, 1));
        assertEquals(List.of(new ModifyChannelResponse(CHANNEL, Status.UNSUCCESSFUL)), owed());

        begin(ProtocolVersion.V5_2);
        asked(new ModifyChannel(CHANNEL, 1));
        assertEquals(List.of(), owed());
    }

    @Test
    void anotherLifeIsOwedNothing() {
        asked(new RequestOffers());

        begin(ProtocolVersion.V5_3);

        assertEquals(List.of(), owed());
    }
}
