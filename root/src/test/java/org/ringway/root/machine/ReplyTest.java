// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerOpened;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.OpenReservedChannel;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Requests that get an answer and nothing else.
final class ReplyTest extends BusCase {
    private static final Guid ENDPOINT = Guid.ofName("endpoint");
    private static final Guid SERVICE = Guid.ofName("service");

    @Test
    @DisplayName("M9: the root keeps where the interrupt is and lists it; the latest word counts")
    void listsTheProcessor() {
        channelIsOpen();
        assertEquals(0, listedTarget());
        consumer.say(new ModifyChannel(new RelId(1), 3)).say(new ModifyChannel(new RelId(1), 7))
                .forgetsWhatItHeard();
        assertEquals(7, listedTarget());
        modifies(consumer, 1, OpenChannel.NO_INTERRUPT, Status.INVALID_PARAMETER);
        assertEquals(7, listedTarget());
    }

    private int listedTarget() {
        consumer.say(new RingwayToRoot.List(RingwayToRoot.List.CHANNELS));
        int target = consumer.next(ChannelEntry.class).targetVp();
        consumer.hears(new ListEnd());
        return target;
    }

    @Test
    @DisplayName("M9: what was opened without an interrupt gets none")
    void enablesNothing() {
        ringIsGranted();
        consumer.say(new OpenChannel(new RelId(1), new OpenId(9), new GpadlId(RING),
                OpenChannel.NO_INTERRUPT, 4, UserData.EMPTY));
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        consumer.hears(peerOpened(1, 7001), opened(1, 9, Status.OK));
        assertEquals(OpenChannel.NO_INTERRUPT, listedTarget());
        consumer.say(new ModifyChannel(new RelId(1), 3)).hearsWhy("without an interrupt")
                .hears(new ModifyChannelResponse(new RelId(1), Status.INVALID_PARAMETER))
                .hearsNothing();
        assertEquals(OpenChannel.NO_INTERRUPT, listedTarget());
    }

    private void modifies(Client who, int relId, int targetVp, Status status) {
        who.say(new ModifyChannel(new RelId(relId), targetVp));
        if (!status.isOk()) {
            who.hearsWhy(targetVp == OpenChannel.NO_INTERRUPT ? "taken away" : "no such channel");
        }
        who.hears(new ModifyChannelResponse(new RelId(relId), status)).hearsNothing();
    }

    @Test
    @DisplayName("M9: the interrupt of an open channel moves to any processor, twice in a row")
    void movesTheInterrupt() {
        channelIsOpen();
        consumer.say(new ModifyChannel(new RelId(1), 3)).say(new ModifyChannel(new RelId(1), 9999))
                .hears(new ModifyChannelResponse(new RelId(1), Status.OK),
                        new ModifyChannelResponse(new RelId(1), Status.OK));
        provider.hearsNothing();
    }

    @Test
    @DisplayName("M9: an interrupt cannot be taken away, or moved before or after the channel")
    void movesNothingElse() {
        modifies(consumer, 1, 0, Status.NOT_FOUND);
        offerIsSeen();
        modifies(consumer, 1, 0, Status.NOT_FOUND);
        consumer.announces(100, 8).grants(1, RING, 100, 8).hears(created(1, RING, Status.OK))
                .opens(1, 9, RING, 4);
        modifies(consumer, 1, 0, Status.NOT_FOUND);
        provider.forgetsWhatItHeard().takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        consumer.hears(peerOpened(1, 7001), opened(1, 9, Status.OK));
        modifies(consumer, 1, OpenChannel.NO_INTERRUPT, Status.INVALID_PARAMETER);
        modifies(provider, 1, 0, Status.NOT_FOUND);
        consumer.closes(1);
        modifies(consumer, 1, 0, Status.NOT_FOUND);
    }

    @Test
    @DisplayName("M9: before 5.3 ModifyChannel has no answer, whatever it asks for")
    void olderClientsHearNothing() {
        Client older = scene.link().say(InitiateContact.of(ProtocolVersion.V5_2));
        older.forgetsWhatItHeard().say(new ModifyChannel(new RelId(1), 0)).hearsNothing();
    }

    @Test
    @DisplayName("M16: a flood of socket requests is answered one by one, and leaves nothing")
    void socketsAreRefused() {
        Client plain = scene.link().contacts();
        for (int i = 0; i < 10_000; i++) {
            Guid endpoint = Guid.ofName("endpoint " + i);
            plain.say(new TlConnectRequest(endpoint, SERVICE, Guid.ZERO))
                    .hears(new TlConnectResult(endpoint, SERVICE, Status.CONNECTION_REFUSED));
        }
        plain.hearsNothing();
    }

    @Test
    @DisplayName("4.0 has no answer to a refused socket, 4.1 has; the silo is ignored")
    void socketsByVersion() {
        TlConnectRequest request = new TlConnectRequest(ENDPOINT, SERVICE, Guid.ofName("silo"));
        scene.link().say(InitiateContact.of(ProtocolVersion.V4_0)).forgetsWhatItHeard()
                .say(request).hearsNothing();
        scene.link().say(InitiateContact.of(ProtocolVersion.V4_1)).forgetsWhatItHeard()
                .say(request).hears(
                        new TlConnectResult(ENDPOINT, SERVICE, Status.CONNECTION_REFUSED));
    }

    @Test
    @DisplayName("G6: no channel is reserved: not to open, not to grant to, not to close")
    void nothingIsReserved() {
        RelId relId = new RelId(2000);
        consumer.say(new OpenReservedChannel(relId, 0, 2, new GpadlId(RING), 4))
                .hearsWhy("no channel is reserved").hears(opened(2000, 0, Status.NOT_SUPPORTED));
        consumer.grants(2000, RING, 100, 8).hearsWhy("no such channel id")
                .hears(created(2000, RING, Status.NOT_FOUND));
        consumer.say(new CloseReservedChannel(relId, 0, 2))
                .hears(new CloseReservedResponse(relId)).hearsNothing();
    }
}
