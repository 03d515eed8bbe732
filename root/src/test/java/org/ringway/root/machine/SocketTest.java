// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerGpadl;
import static org.ringway.root.machine.Heard.peerOpened;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Who listens, who is connected to whom, and who is not.
final class SocketTest extends BusCase {
    private static final Guid SERVICE = SocketIds.ofPort(5432);
    private static final Guid PROVIDER = Guid.ofName("provider");

    private static Guid endpoint(int n) {
        return Guid.ofName("endpoint " + n);
    }

    private static Client listens(Client who, int offerId, Guid scope, int backlog) {
        return who.say(new SocketListen(new OfferId(offerId), backlog, SERVICE, scope,
                Name.of("postgres")));
    }

    private void providerListens() {
        listens(provider, 5, SocketIds.WILDCARD, 9).hears(listening(5));
    }

    private static ChildOfferResult listening(int offerId) {
        return new ChildOfferResult(new OfferId(offerId), Status.OK);
    }

    private static Client connects(Client who, int n, Guid partition) {
        return who.say(new TlConnectRequest(endpoint(n), SERVICE, partition));
    }

    private static Client isRefused(Client who, int n, String why, Status status) {
        return who.hearsWhy(why).hears(new TlConnectResult(endpoint(n), SERVICE, status))
                .hearsNothing();
    }

    private static OfferContent connection(int n, int pipeType) {
        return new OfferContent(SERVICE, endpoint(n), OfferContent.SOCKET_FLAGS,
                UserData.ofSocket(pipeType));
    }

    private Client isOffered(Client who, int relId, int n) {
        return who.hears(new RingwayToChild.OfferIdentity(
                        new RelId(relId), provider.facts(), Name.of("postgres")),
                OfferChannel.of(new RelId(relId), connection(n, UserData.PIPE_STREAM)));
    }

    /// The connection with this id of the consumer's, and the provider's.
    private void opens(int relId, int providerRelId, int gpadl, long firstPfn, long serial) {
        consumer.announces(firstPfn, 8).grants(relId, gpadl, firstPfn, 8)
                .hears(created(relId, gpadl, Status.OK)).opens(relId, 9, gpadl, 4);
        provider.hears(peerGpadl(providerRelId, gpadl, firstPfn, 8),
                new PeerOpen(new RelId(providerRelId), new OfferId(5), serial, new GpadlId(gpadl),
                        4, UserData.EMPTY, consumer.facts(), false));
        provider.takesGrant(providerRelId, gpadl, Status.OK)
                .takesChannel(providerRelId, Status.OK);
        consumer.hears(peerOpened(relId, serial), opened(relId, 9, Status.OK));
    }

    @Test
    @DisplayName("each connection is an offer of its own, opened as any, and seen by nobody else")
    void connects() {
        Client other = scene.link().greets("other").requestsOffers();
        other.forgetsWhatItHeard();
        providerListens();
        isOffered(connects(consumer, 1, PROVIDER), 1, 1);
        isOffered(connects(consumer, 2, PROVIDER), 2, 2);

        opens(1, 1, 71, 100, 7001);
        consumer.announces(900, 8).grants(1, 79, 900, 8)
                .hearsWhy("nothing is granted on a connection")
                .hears(created(1, 79, Status.ACCESS_DENIED));
        opens(2, 2, 72, 200, 7002);
        other.hearsNothing();
        isOffered(connects(consumer, 3, SocketIds.WILDCARD), 3, 3);
        isOffered(connects(consumer, 4, SocketIds.ofPartition(provider.id)), 4, 4);
    }

    @Test
    @DisplayName("a connection that is not wanted is released, one that is over opens no more")
    void releases() {
        providerListens();
        isOffered(connects(consumer, 1, PROVIDER), 1, 1).releases(1).hearsNothing();
        isOffered(connects(consumer, 2, PROVIDER), 2, 2);
        opens(2, 1, 72, 200, 7001);
        consumer.closes(2);
        provider.hears(new PeerClosed(new RelId(1), Reason.CLOSED)).closes(1).releases(1);
        consumer.opens(2, 10, 72, 4).hearsWhy("the connection is over")
                .hears(opened(2, 10, Status.CANCELLED))
                .tearsDown(2, 72).hears(Heard.torndown(72)).releases(2).hearsNothing();
        isOffered(connects(consumer, 3, PROVIDER), 3, 3);
    }

    @Test
    @DisplayName("refused and unreachable are told apart")
    void tellsWhy() {
        isRefused(connects(consumer, 1, PROVIDER), 1, "nobody listens there",
                Status.CONNECTION_REFUSED);
        isRefused(connects(consumer, 2, SocketIds.WILDCARD), 2, "nobody listens there",
                Status.CONNECTION_REFUSED);
        isRefused(connects(consumer, 3, SocketIds.LOOPBACK), 3, "nobody listens there",
                Status.CONNECTION_REFUSED);
        isRefused(connects(consumer, 4, Guid.ofName("nobody")), 4, "no such partition",
                Status.HOST_UNREACHABLE);
        isRefused(connects(consumer, 5, SocketIds.PARENT), 5, "no such partition",
                Status.HOST_UNREACHABLE);
        isRefused(connects(consumer, 6, SocketIds.ofPartition(new PartitionId(99))),
                6, "no such partition", Status.HOST_UNREACHABLE);
    }

    @Test
    @DisplayName("H5: a service is any GUID, a port or not, and nobody listens on another one")
    void h5Services() {
        Guid named = Guid.ofName("postgres");
        provider.say(new SocketListen(
                new OfferId(1), 9, named, SocketIds.WILDCARD, Name.of("postgres")))
                .hears(listening(1));
        isRefused(connects(consumer, 1, PROVIDER), 1, "nobody listens",
                Status.CONNECTION_REFUSED);
        consumer.say(new TlConnectRequest(endpoint(2), named, PROVIDER))
                .next(RingwayToChild.OfferIdentity.class);
    }

    @Test
    @DisplayName("a scope lets in whom it says")
    void scopes() {
        listens(provider, 1, SocketIds.CHILDREN, 9).hears(listening(1));
        isRefused(connects(provider, 1, SocketIds.LOOPBACK), 1, "nobody listens",
                Status.CONNECTION_REFUSED);
        isOffered(connects(consumer, 2, PROVIDER), 1, 2);

        provider.say(new WithdrawOffer(new OfferId(1)));
        consumer.hears(new RescindChannelOffer(new RelId(1)));
        listens(provider, 2, SocketIds.LOOPBACK, 9).hears(listening(2));
        isRefused(connects(consumer, 3, PROVIDER), 3, "nobody listens",
                Status.CONNECTION_REFUSED);
        isOffered(connects(provider, 4, PROVIDER), 1, 4);
        isOffered(connects(provider, 5, SocketIds.LOOPBACK), 2, 5);

        Client third = scene.link().greets("third");
        third.say(new SocketListen(new OfferId(1), 9, SERVICE, Guid.ofName("consumer"),
                Name.of("postgres"))).hears(listening(1));
        isRefused(connects(provider, 6, Guid.ofName("third")), 6, "nobody listens",
                Status.CONNECTION_REFUSED);
        connects(consumer, 7, Guid.ofName("third")).next(RingwayToChild.OfferIdentity.class);
    }

    @Test
    @DisplayName("a plain client reaches whoever listens on its port, and is told by a rescind when"
            + " that closes")
    void servesPlainClients() {
        providerListens();
        Client plain = scene.linkWithMemory(64).contacts();
        connects(plain, 1, Guid.ofName("silo"))
                .hears(OfferChannel.of(new RelId(1), connection(1, UserData.PIPE_BYTES)));
        plain.grants(1, 71, 8, 8).hears(created(1, 71, Status.OK)).opens(1, 9, 71, 4);
        provider.next();
        provider.next(PeerOpen.class);
        provider.takesGrant(1, 71, Status.OK).takesChannel(1, Status.OK);
        plain.hears(opened(1, 9, Status.OK));

        provider.closes(1).releases(1);
        plain.hears(new RescindChannelOffer(new RelId(1))).closes(1).tearsDown(1, 71)
                .hears(Heard.torndown(71)).releases(1).hearsNothing();
    }

    @Test
    @DisplayName("M16, H4: too many connections that nobody opens are refused at once")
    void floods() {
        providerListens();
        Client other = scene.link().greets("other");
        for (int n = 1; n <= 9; n++) {
            isOffered(connects(consumer, n, PROVIDER), n, n);
        }
        isRefused(connects(other, 10, PROVIDER), 10, "too many connect at a time: underWay=9",
                Status.CONNECTION_REFUSED);
        opens(1, 1, 71, 100, 7001);
        isOffered(connects(other, 11, PROVIDER), 1, 11);
    }

    @Test
    @DisplayName("M16: one partition has 16 at most that it has not opened")
    void floodsOfOne() {
        listens(provider, 5, SocketIds.WILDCARD, 10_000).hears(listening(5));
        for (int n = 1; n <= SocketMachine.MAX_UNOPENED; n++) {
            isOffered(connects(consumer, n, PROVIDER), n, n);
        }
        isRefused(connects(consumer, 17, PROVIDER), 17, "quota is used up",
                Status.QUOTA_EXCEEDED);
        consumer.releases(3);
        isOffered(connects(consumer, 18, PROVIDER), 17, 18);
    }

    @Test
    @DisplayName("before 4.1 a refusal has no answer; the name of an offer is no name for a socket")
    void olderClients() {
        Client older = scene.link().say(InitiateContact.of(ProtocolVersion.V4_0));
        connects(older.forgetsWhatItHeard(), 1, Guid.ZERO).hearsNothing();
        provider.say(new ChildOffer(new OfferId(8), connection(1, 0), Name.of("x")))
                .hearsWhy("a socket is not offered, it listens")
                .hears(new ChildOfferResult(new OfferId(8), Status.INVALID_PARAMETER));
    }

    @Test
    @DisplayName("connections that are open outlive the listener, the others do not")
    void listenerEnds() {
        providerListens();
        isOffered(connects(consumer, 1, PROVIDER), 1, 1);
        opens(1, 1, 71, 100, 7001);
        isOffered(connects(consumer, 2, PROVIDER), 2, 2);
        isOffered(connects(consumer, 3, PROVIDER), 3, 3);
        consumer.announces(300, 8).grants(3, 73, 300, 8).hears(created(3, 73, Status.OK))
                .opens(3, 9, 73, 4);
        provider.forgetsWhatItHeard().say(new WithdrawOffer(new OfferId(5)));

        consumer.hears(new RescindChannelOffer(new RelId(2)))
                .hearsWhy("the offer is withdrawn").hears(opened(3, 9, Status.CANCELLED),
                        new RescindChannelOffer(new RelId(3))).hearsNothing();
        provider.die();
        consumer.hears(new PeerClosed(new RelId(1), Reason.LOST)).hearsNothing();
    }

    @Test
    @DisplayName("a listener that dies takes those along that wait for it")
    void listenerDies() {
        providerListens();
        isOffered(connects(consumer, 1, PROVIDER), 1, 1);
        isOffered(connects(consumer, 2, PROVIDER), 2, 2);
        consumer.announces(300, 8).grants(2, 73, 300, 8).hears(created(2, 73, Status.OK))
                .opens(2, 9, 73, 4);
        provider.die();

        consumer.hears(new RescindChannelOffer(new RelId(1))).hearsWhy("gone")
                .hears(opened(2, 9, Status.PEER_GONE), new RescindChannelOffer(new RelId(2)))
                .hearsNothing();
    }

    @Test
    @DisplayName("a name belongs to one partition that listens, its services to one listener each")
    void namesAreTaken() {
        providerListens();
        listens(provider, 6, SocketIds.WILDCARD, 9).hearsWhy("offered already")
                .hears(new ChildOfferResult(new OfferId(6), Status.DEVICE_BUSY));
        Client thief = scene.link().greets("provider");
        listens(thief, 1, SocketIds.WILDCARD, 9).hearsWhy("another partition has this name")
                .hears(new ChildOfferResult(new OfferId(1), Status.DEVICE_BUSY));
        provider.die();
        listens(thief, 2, SocketIds.WILDCARD, 9).hears(listening(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    @DisplayName("a backlog is positive")
    void backlogs(int backlog) {
        listens(provider, 5, SocketIds.WILDCARD, backlog).hearsWhy("backlog must be positive")
                .hears(new ChildOfferResult(new OfferId(5), Status.INVALID_PARAMETER));
    }

    /// Rules, on a scene of their own.
    static final class Rules extends BusCase {
        private static final People CONSUMER = new People.These(Set.of(502), Set.of());

        Rules() {
            super(Policy.DEFAULT.withOffers(List.of(new OfferRule("database",
                    new People.These(Set.of(501), Set.of()), Set.of(), Set.of(),
                    new OfferRule.Consumers(CONSUMER, People.NOBODY, People.NOBODY)))));
        }

        @Test
        @DisplayName("who may see and not open hears the rule, who may not see hears that nobody"
                + " listens, who may not offer may not listen")
        void rules() {
            listens(provider, 5, SocketIds.WILDCARD, 9).hears(listening(5));
            isRefused(connects(consumer, 1, PROVIDER), 1, "database: uid 502",
                    Status.ACCESS_DENIED);
            Client other = scene.link().greets("other");
            isRefused(connects(other, 2, PROVIDER), 2, "nobody listens there",
                    Status.CONNECTION_REFUSED);
            listens(other, 1, SocketIds.WILDCARD, 9).hearsWhy("database: uid 503")
                    .hears(new ChildOfferResult(new OfferId(1), Status.ACCESS_DENIED));
        }
    }
}
