// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToChild.Sender;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

class PortTest extends MachineCase {
    private static final PortId PORT = new PortId(5);
    private static final PartitionId OTHER = new PartitionId(9);
    private static final PortMessage MESSAGE = new PortMessage(
            PORT, new Sender(OTHER, 1, 2, 3), 4, WireBytes.of(new byte[] {5}));
    private static final EventFlags FLAGS =
            new EventFlags(PORT, 1, WireBytes.of(new byte[EventFlags.BYTES]));

    private RequestId opening(PortKind kind) {
        RequestId request = request();
        assertEffects(record(machine.ports().open(request, PORT, kind)),
                send(new OpenPort(PORT, kind, 0)));
        return request;
    }

    private void openPort(PortKind kind) {
        RequestId request = opening(kind);
        assertEffects(hear(new OpenPortResult(PORT, Status.OK)), new Effect.Answered(request));
    }

    private static PostMessage post(int number) {
        return new PostMessage(number, OTHER, PORT, 4, WireBytes.EMPTY);
    }

    private List<Effect> rejoin(int rootFlags) {
        machine.linkDown("gone");
        machine.linkUp();
        hear(VersionResponse.accepted(1));
        return hear(new HelloResult(1, Status.OK, EPOCH + 1, SELF, rootFlags));
    }

    @Test
    @DisplayName("messages are handed out, and the root is told when somebody has them")
    void messagesAreHandedOut() {
        join();
        openPort(PortKind.MESSAGES);
        assertEffects(hear(MESSAGE), new Effect.MessageArrived(MESSAGE));
        assertEffects(machine.ports().taken(PORT, 1), send(new PortTaken(PORT, 1)));
        assertEffects(machine.ports().close(PORT), send(new ClosePort(PORT)));
        assertEffects(machine.ports().close(PORT));
        assertEffects(machine.ports().taken(PORT, 1));
    }

    @Test
    @DisplayName("a root that fills more buffers than there are breaks the protocol")
    void moreMessagesThanBuffers() {
        join();
        openPort(PortKind.MESSAGES);
        for (int i = 0; i < OpenPort.BUFFERS; i++) {
            hear(MESSAGE);
        }
        assertEquals("PortMessage without a free buffer: port 5 untaken=16",
                assertThrows(ProtocolException.class, () -> hear(MESSAGE)).getMessage());
    }

    @Test
    @DisplayName("C3 what comes for a port that is not open, or not yet, is ignored")
    void c3WhatComesForNoPort() {
        join();
        assertIgnored(hear(MESSAGE));
        assertIgnored(hear(new OpenPortResult(PORT, Status.OK)));
        assertIgnored(hear(new PostResult(7, Status.OK)));
        opening(PortKind.MESSAGES);
        assertIgnored(hear(MESSAGE));
        machine.ports().close(PORT);
        RequestId again = opening(PortKind.EVENTS);
        assertEffects(hear(new OpenPortResult(PORT, Status.OK)));
        assertIgnored(hear(FLAGS));
        assertEffects(hear(new OpenPortResult(PORT, Status.OK)), new Effect.Answered(again));
        assertIgnored(hear(MESSAGE));
        assertEffects(hear(FLAGS), new Effect.FlagsArrived(FLAGS));
        assertEffects(machine.ports().taken(PORT, 2), send(new PortTaken(PORT, 2)));
    }

    @Test
    @DisplayName("a port is opened once, and refused with the root's words")
    void aPortIsRefused() {
        join();
        RequestId request = opening(PortKind.MESSAGES);
        RequestId second = request();
        assertEquals(new Failure.Refused(
                "this partition has it open already: port 5", Status.DEVICE_BUSY),
                failure(machine.ports().open(second, PORT, PortKind.EVENTS), second));
        hear(Explain.of(0, 5, Status.ACCESS_DENIED, "rule: no"));
        assertEquals(new Failure.Refused("port is refused: port 5: rule: no",
                Status.ACCESS_DENIED), failure(
                        hear(new OpenPortResult(PORT, Status.ACCESS_DENIED)), request));
        openPort(PortKind.MESSAGES);
    }

    @Test
    @DisplayName("who gives up waiting for a port closes it")
    void whoGivesUpClosesThePort() {
        join();
        assertEffects(machine.giveUp(opening(PortKind.EVENTS)), send(new ClosePort(PORT)));
        assertEffects(hear(new OpenPortResult(PORT, Status.OK)));
        openPort(PortKind.EVENTS);
    }

    @Test
    @DisplayName("posts are answered one by one: done, no room now, refused")
    void postsAreAnswered() {
        join();
        RequestId done = request();
        RequestId full = request();
        RequestId quota = request();
        RequestId refused = request();
        assertEffects(machine.ports().post(done, post(0)), send(post(1)));
        assertEffects(machine.ports().signal(full, new SignalEvent(0, OTHER, PORT, 3)),
                send(new SignalEvent(2, OTHER, PORT, 3)));
        machine.ports().post(quota, post(0));
        machine.ports().post(refused, post(0));
        assertEffects(hear(new PostResult(2, Status.DEVICE_BUSY)), new Effect.Posted(full, false));
        assertEffects(hear(new PostResult(1, Status.OK)), new Effect.Posted(done, true));
        assertEffects(hear(new PostResult(3, Status.QUOTA_EXCEEDED)),
                new Effect.Posted(quota, false));
        assertEquals(new Failure.Refused("post is refused: not found", Status.NOT_FOUND),
                failure(hear(new PostResult(4, Status.NOT_FOUND)), refused));
        RequestId abandoned = request();
        machine.ports().post(abandoned, post(0));
        assertEffects(machine.giveUp(abandoned));
        assertIgnored(hear(new PostResult(5, Status.OK)));
    }

    @Test
    @DisplayName("a new root is told of ports and of what they hold, before offers are asked for")
    void aNewRootIsTold() {
        join();
        openPort(PortKind.MESSAGES);
        hear(MESSAGE);
        hear(MESSAGE);
        RequestId posting = request();
        machine.ports().post(posting, post(0));
        assertInstanceOf(Failure.RootLost.class, failure(machine.linkDown("gone"), posting));
        assertEffects(machine.ports().taken(PORT, 1));

        assertEffects(rejoin(Hello.PORTS),
                send(new OpenPort(PORT, PortKind.MESSAGES, 1)), send(new RequestOffers()));
        assertEffects(hear(new OpenPortResult(PORT, Status.OK)));
        assertEffects(hear(MESSAGE), new Effect.MessageArrived(MESSAGE));

        rejoin(Hello.PORTS);
        var refused = assertInstanceOf(Effect.PortRefused.class,
                hear(new OpenPortResult(PORT, Status.ACCESS_DENIED)).getFirst());
        assertEquals(PORT, refused.port());
        openPort(PortKind.EVENTS);
    }

    @Test
    @DisplayName("a root that knows no ports is never told of any")
    void anOlderRootHearsNothingOfPorts() {
        join();
        openPort(PortKind.MESSAGES);
        hear(MESSAGE);
        List<Effect> said = rejoin(0);
        assertTrue(said.contains(send(new RequestOffers())));
        assertEquals(1, said.stream().filter(Effect.Send.class::isInstance).count());
        assertEffects(machine.ports().taken(PORT, 1));
        assertEffects(machine.ports().close(PORT));
        RequestId request = request();
        assertEquals(Status.NOT_SUPPORTED, ((Failure.Refused) failure(
                machine.ports().open(request, PORT, PortKind.EVENTS), request)).status());
        assertEquals(Status.NOT_SUPPORTED, ((Failure.Refused) failure(
                machine.ports().post(request, post(0)), request)).status());
        rejoin(Hello.PORTS);
        openPort(PortKind.EVENTS);
    }
}
