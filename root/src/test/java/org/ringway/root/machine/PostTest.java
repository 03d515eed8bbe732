// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToChild.Sender;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.PortQuotas;
import org.ringway.root.policy.PortRule;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// Messages and flags to ports, from user 502 to user 501.
final class PostTest {
    private static final PortId PORT = new PortId(5);
    private static final int TYPE = 77;
    private static final Quotas QUOTAS = Quotas.DEFAULT.withPorts(new PortQuotas(3, 20));

    private final Scene scene = new Scene(
            Policy.DEFAULT.withQuotas(new QuotaRules(9, QUOTAS, Map.of())));
    private Client owner;
    private Client poster;

    @BeforeEach
    void join() {
        owner = scene.link().greets("owner");
        poster = scene.link().greets("poster");
    }

    @AfterEach
    void nothingIsLeft() {
        scene.end();
    }

    private static WireBytes bytes(int value) {
        return WireBytes.of(new byte[] {(byte) value});
    }

    private static Client opens(Client who, PortId port, PortKind kind) {
        return who.say(new OpenPort(port, kind, 0)).hears(new OpenPortResult(port, Status.OK));
    }

    private Client posts(Client who, int post) {
        return who.say(new PostMessage(post, owner.id, PORT, TYPE, bytes(post)));
    }

    private Client signals(Client who, int flag) {
        return who.say(new SignalEvent(flag, owner.id, PORT, flag));
    }

    private static PortMessage message(Client from, int post) {
        return new PortMessage(PORT, new Sender(from.id, from.peer.pid(), from.peer.uid(),
                from.peer.gid()), TYPE, bytes(post));
    }

    private static EventFlags flags(int bank, int... flags) {
        byte[] bytes = new byte[EventFlags.BYTES];
        for (int flag : flags) {
            bytes[flag / 8] |= (byte) (1 << flag % 8);
        }
        return new EventFlags(PORT, bank, WireBytes.of(bytes));
    }

    @Test
    void messagesComeInOrderWithWhatTheRootKnowsOfTheirSender() {
        opens(owner, PORT, PortKind.MESSAGES);
        posts(poster, 1).hears(new PostResult(1, Status.OK));
        posts(poster, 2).hears(new PostResult(2, Status.OK)).hearsNothing();
        owner.hears(message(poster, 1), message(poster, 2)).hearsNothing();
    }

    @Test
    void onePostsToItselfToo() {
        opens(owner, PORT, PortKind.MESSAGES);
        posts(owner, 1).hears(message(owner, 1), new PostResult(1, Status.OK));
    }

    @Test
    @DisplayName("a full port refuses without a reason, until messages are taken")
    void aFullPortRefusesUntilMessagesAreTaken() {
        opens(owner, PORT, PortKind.MESSAGES);
        for (int i = 1; i <= 16; i++) {
            posts(poster, i).hears(new PostResult(i, Status.OK));
        }
        posts(poster, 17).hears(new PostResult(17, Status.DEVICE_BUSY)).hearsNothing();
        owner.forgetsWhatItHeard().say(new PortTaken(PORT, 2));
        posts(poster, 18).hears(new PostResult(18, Status.OK));
        posts(poster, 19).hears(new PostResult(19, Status.OK));
        posts(poster, 20).hears(new PostResult(20, Status.DEVICE_BUSY));
    }

    @Test
    @DisplayName("M17: one sender has so many messages that others have not taken, at all ports")
    void m17UntakenMessagesOfOneSenderAreCounted() {
        PortId other = new PortId(6);
        opens(opens(owner, PORT, PortKind.MESSAGES), other, PortKind.MESSAGES);
        IntStream.range(0, 16).forEach(i -> posts(poster, i));
        IntStream.range(16, 20).forEach(i -> poster.say(
                new PostMessage(i, owner.id, other, TYPE, WireBytes.EMPTY)));
        poster.forgetsWhatItHeard().say(
                new PostMessage(20, owner.id, other, TYPE, WireBytes.EMPTY))
                .hearsWhy("untaken messages=20 limit=20")
                .hears(new PostResult(20, Status.QUOTA_EXCEEDED));
        owner.say(new ClosePort(PORT));
        poster.say(new PostMessage(21, owner.id, other, TYPE, WireBytes.EMPTY))
                .hears(new PostResult(21, Status.OK));
    }

    @Test
    void theCountOfUntakenMessagesOutlivesAReconnectionAndEndsWithTheOwner() {
        Client third = scene.link().greets("third");
        opens(owner, PORT, PortKind.MESSAGES);
        third.say(new OpenPort(PORT, PortKind.MESSAGES, 0)).forgetsWhatItHeard();
        IntStream.range(0, 16).forEach(i -> posts(poster, i));
        IntStream.range(16, 20).forEach(i -> poster.say(
                new PostMessage(i, third.id, PORT, TYPE, WireBytes.EMPTY)));
        poster.forgetsWhatItHeard().greets("poster again");
        posts(poster, 21).hearsWhy("untaken messages=20");
        owner.die();
        poster.forgetsWhatItHeard().say(
                new PostMessage(22, third.id, PORT, TYPE, WireBytes.EMPTY))
                .hears(new PostResult(22, Status.OK));
    }

    @Test
    void whereNobodyListensThePostIsRefused() {
        opens(owner, new PortId(6), PortKind.MESSAGES);
        opens(owner, PORT, PortKind.EVENTS);
        posts(poster, 1).hearsWhy("no such message port: partition 1 port 5")
                .hears(new PostResult(1, Status.NOT_FOUND));
        poster.say(new SignalEvent(2, owner.id, new PortId(6), 0))
                .hearsWhy("no such event port: partition 1 port 6")
                .hears(new PostResult(2, Status.NOT_FOUND));
        poster.say(new PostMessage(3, new PartitionId(-1), PORT, TYPE, WireBytes.EMPTY))
                .hearsWhy("no such partition: id=4294967295")
                .hears(new PostResult(3, Status.NOT_FOUND));
        owner.die();
        posts(poster, 4).hearsWhy("no such partition: id=1")
                .hears(new PostResult(4, Status.NOT_FOUND)).hearsNothing();
    }

    @Test
    void aClosedPortIsFreeAgain() {
        opens(owner, PORT, PortKind.MESSAGES);
        posts(poster, 1).forgetsWhatItHeard();
        owner.forgetsWhatItHeard().say(new ClosePort(PORT)).say(new ClosePort(PORT))
                .say(new PortTaken(PORT, 1)).hearsNothing();
        posts(poster, 2).hearsWhy("no such message port");
        opens(owner, PORT, PortKind.EVENTS);
    }

    @Test
    void aNumberIsOpenedOnce() {
        opens(owner, PORT, PortKind.MESSAGES);
        owner.say(new OpenPort(PORT, PortKind.EVENTS, 0)).hearsWhy("open already: port 5")
                .hears(new OpenPortResult(PORT, Status.DEVICE_BUSY));
        posts(poster, 1).hears(new PostResult(1, Status.OK));
    }

    @Test
    @DisplayName("M17: ports are counted, and their buffers are set aside")
    void m17PortsAreCountedAndTheirBuffersSetAside() {
        IntStream.range(0, 3).forEach(i -> opens(owner, new PortId(i), PortKind.MESSAGES));
        owner.say(new OpenPort(PORT, PortKind.MESSAGES, 0)).hearsWhy("ports=3 limit=3")
                .hears(new OpenPortResult(PORT, Status.QUOTA_EXCEEDED));

        scene.happen(new Event.PolicyChanged(BusCase.within(
                new Quotas(9, 9, 9, 9, 9, 9, 9, 9, 4 * 18))));
        opens(opens(poster, PORT, PortKind.MESSAGES), new PortId(1), PortKind.EVENTS)
                .say(new OpenPort(new PortId(2), PortKind.EVENTS, 0))
                .hearsWhy("buffers of ports=18 needed=2 limit=18")
                .hears(new OpenPortResult(new PortId(2), Status.QUOTA_EXCEEDED));
    }

    @Test
    void messagesOfAFormerRootTakeBuffers() {
        owner.say(new OpenPort(PORT, PortKind.MESSAGES, 15))
                .hears(new OpenPortResult(PORT, Status.OK));
        posts(poster, 1).hears(new PostResult(1, Status.OK));
        posts(poster, 2).hears(new PostResult(2, Status.DEVICE_BUSY));
        owner.hears(message(poster, 1)).say(new PortTaken(PORT, 16));
        posts(poster, 3).hears(new PostResult(3, Status.OK));
    }

    @Test
    @DisplayName("who takes more than there is breaks a rule")
    void moreIsTakenThanThereIs() {
        opens(owner, PORT, PortKind.MESSAGES);
        posts(poster, 1);
        owner.say(new PortTaken(PORT, 2));
        owner.isHungUpOn("PortTaken of more messages than there are: taken=2 waiting=1");
        poster.say(new OpenPort(PORT, PortKind.MESSAGES, 0)).say(new PortTaken(PORT, -1));
        poster.isHungUpOn("taken=4294967295 waiting=0");
    }

    @Test
    @DisplayName("flags that are set before they are taken cost one message per bank")
    void flagsCoalesce() {
        opens(owner, PORT, PortKind.EVENTS);
        for (int i = 0; i < 500; i++) {
            signals(poster, 3).hears(new PostResult(3, Status.OK));
            signals(poster, 1023).hears(new PostResult(1023, Status.OK));
            signals(poster, 1024).hears(new PostResult(1024, Status.OK));
            signals(poster, 2047).hears(new PostResult(2047, Status.OK));
        }
        owner.hears(flags(0, 3), flags(1, 0)).hearsNothing();
        owner.say(new PortTaken(PORT, 1)).hears(flags(0, 3, 1023)).hearsNothing();
        owner.say(new PortTaken(PORT, 3)).hears(flags(1, 0, 1023)).hearsNothing();
        owner.say(new PortTaken(PORT, 3)).say(new PortTaken(PORT, -4)).hearsNothing();
        signals(poster, 0);
        owner.hears(flags(0, 0));
        assertTrue(owner.isConnected());
    }

    @Test
    void aRuleSaysWhoMayOpenAndPostAndItsDenialNamesIt() {
        Client stranger = scene.link().greets("stranger");
        People owners = new People.These(Set.of(501), Set.of());
        People posters = new People.These(Set.of(502), Set.of());
        scene.happen(new Event.PolicyChanged(Policy.DEFAULT.withPorts(List.of(
                new PortRule("ports[0] (line 7)", owners, Set.of(PORT), posters)))));

        opens(owner, PORT, PortKind.MESSAGES);
        posts(poster, 1).hears(new PostResult(1, Status.OK));
        posts(stranger, 2).hearsWhy("ports[0] (line 7): uid 503 gid 100 may not post to port 5"
                + " of uid 501 gid 100").hears(new PostResult(2, Status.ACCESS_DENIED));
        assertTrue(scene.notes.remove().startsWith("denied to partition 3"));
        stranger.say(new OpenPort(PORT, PortKind.MESSAGES, 0))
                .hearsWhy("ports[0] (line 7): uid 503 gid 100 may not open port 5")
                .hears(new OpenPortResult(PORT, Status.ACCESS_DENIED));
        owner.hears(message(poster, 1))
                .say(new OpenPort(new PortId(6), PortKind.MESSAGES, 0))
                .hearsWhy("no rule of 1 for ports fits: uid 501 gid 100 may not open port 6");
    }

    @Test
    void whoMayNotPostDoesNotLearnWhetherThereIsAPort() {
        scene.happen(new Event.PolicyChanged(Policy.DEFAULT.withPorts(List.of(
                new PortRule("ports[0]", People.EVERYBODY, Set.of(), People.NOBODY)))));
        posts(poster, 1).hearsWhy("may not post").hears(new PostResult(1, Status.ACCESS_DENIED));
        opens(owner, PORT, PortKind.MESSAGES);
        posts(poster, 1).hearsWhy("may not post").hears(new PostResult(1, Status.ACCESS_DENIED));
        poster.say(new RingwayToRoot.List(RingwayToRoot.List.PORTS)).hears(new ListEnd());
        owner.say(new RingwayToRoot.List(RingwayToRoot.List.PORTS)).hears(
                new PortEntry(owner.id, PORT, PortKind.MESSAGES, 0), new ListEnd());
    }

    @Test
    void portsAreListedWithWhatWaits() {
        opens(owner, PORT, PortKind.EVENTS);
        signals(poster, 1).forgetsWhatItHeard();
        signals(signals(signals(poster, 2), 3), 2).forgetsWhatItHeard();
        PortId other = new PortId(9);
        opens(poster, other, PortKind.MESSAGES)
                .say(new PostMessage(1, poster.id, other, TYPE, WireBytes.EMPTY))
                .forgetsWhatItHeard();
        poster.say(new RingwayToRoot.List(RingwayToRoot.List.PORTS)).hears(
                new PortEntry(owner.id, PORT, PortKind.EVENTS, 2),
                new PortEntry(poster.id, other, PortKind.MESSAGES, 1), new ListEnd());
    }

    @Test
    @DisplayName("M17: a flood of posts and signals costs others a bounded number of messages")
    void m17AFloodIsBounded() {
        opens(owner, PORT, PortKind.MESSAGES);
        PortId events = new PortId(6);
        opens(owner, events, PortKind.EVENTS);
        for (int i = 0; i < 10_000; i++) {
            posts(poster, i).forgetsWhatItHeard();
            poster.say(new SignalEvent(i, owner.id, events, i % 2048)).forgetsWhatItHeard();
        }
        assertEquals(18, owner.heard().size());
    }
}
