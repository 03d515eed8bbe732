// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.Subchannel;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// A client that mostly does what makes sense after what it heard, and sometimes anything.
final class RandomClient {
    private record Ring(RelId relId, GpadlId gpadl) {}

    private static final int REGION_PAGES = 8;
    private static final Guid SERVICE = SocketIds.ofPort(1);

    final Client client;
    /// Open requests, and how they were answered.
    final Map<Integer, Status> answers = new HashMap<>();
    final Set<Integer> requests = new HashSet<>();
    /// How many this client had offered.
    int subchannels;

    private final Random random;
    private final boolean plain;
    private final List<RelId> offers = new ArrayList<>();
    private final List<RelId> ids = new ArrayList<>();
    private final List<Long> regions = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();
    private final List<ToRoot> due = new ArrayList<>();
    private final List<RelId> asked = new ArrayList<>();
    private final Set<Integer> created = new HashSet<>();
    private final Set<Integer> inspected = new HashSet<>();
    private final Set<Integer> posts = new HashSet<>();
    private int numbers;

    RandomClient(Client client, Random random, boolean plain) {
        this.client = client;
        this.random = random;
        this.plain = plain;
        if (random.nextInt(20) != 0) {
            say(StandardToRoot.InitiateContact.of(
                    random.nextInt(4) == 0 ? ProtocolVersion.V2_4 : ProtocolVersion.V5_3));
            if (!plain) {
                say(RingwayToRoot.Hello.of(0, Name.of("random")));
            }
            say(new StandardToRoot.RequestOffers());
        }
        for (long region = 0; plain && region < 4; region++) {
            regions.add(region * REGION_PAGES);
        }
    }

    private void say(ToRoot message) {
        if (client.isConnected()) {
            client.say(message);
        }
    }

    /// Says something.
    void act() {
        client.heard().forEach(this::hear);
        switch (random.nextInt(13)) {
            case 0 -> announce();
            case 1, 2 -> grant();
            case 3, 4 -> open();
            case 5, 6, 7, 8 -> answer();
            case 9 -> end();
            case 10 -> say(anything(random.nextInt(23)));
            case 11 -> {
                if (!plain) {
                    say(subchannels());
                }
            }
            default -> {
                // Rude words are rare, or nobody would live long.
                if (random.nextInt(15) == 0) {
                    say(rude(random.nextInt(9)));
                }
            }
        }
    }

    private void hear(ToChild message) {
        switch (message) {
            case StandardToChild.OfferChannel offer -> offers.add(offer.relId());
            case StandardToChild.GpadlCreated made -> hearCreated(made);
            case StandardToChild.OpenChannelResult result -> {
                if (answers.put(result.openId().value(), result.status()) != null) {
                    throw new AssertionError("answered twice: " + result);
                }
            }
            case StandardToChild.RescindChannelOffer rescind -> {
                due.add(new StandardToRoot.CloseChannel(rescind.relId()));
                due.add(new StandardToRoot.RelIdReleased(rescind.relId()));
                offers.remove(rescind.relId());
            }
            case RingwayToChild.RegionResult result when result.status().isOk() ->
                    regions.add(result.firstPfn());
            case RingwayToChild.PeerGpadl grant when grant.lastPart() ->
                    due.add(new RingwayToRoot.PeerGpadlResult(
                            grant.relId(), grant.gpadl(), status()));
            case RingwayToChild.PeerTeardown tear ->
                    due.add(new RingwayToRoot.PeerTorndown(tear.relId(), tear.gpadl()));
            case RingwayToChild.PeerOpen open -> {
                due.add(new RingwayToRoot.PeerOpenResult(open.relId(), status()));
                ids.add(open.relId());
            }
            case RingwayToChild.OfferSubchannelsResult result -> hearSubchannels(result);
            case RingwayToChild.PeerInspect it -> due.add(new RingwayToRoot.PeerInspectResult(
                    it.question(), InspectPart.refusal(Status.NOT_FOUND)));
            case RingwayToChild.InspectResult result when result.part().last() ->
                    hearInspected(result);
            case RingwayToChild.PeerClosed closed -> {
                due.add(new StandardToRoot.CloseChannel(closed.relId()));
                if (ids.remove(closed.relId())) {
                    due.add(new StandardToRoot.RelIdReleased(closed.relId()));
                }
            }
            default -> hearOfPorts(message);
        }
    }

    private void hearOfPorts(ToChild message) {
        switch (message) {
            case RingwayToChild.PostResult result -> {
                if (!posts.remove(result.post())) {
                    throw new AssertionError("nobody asked, or answered twice: " + result);
                }
            }
            case RingwayToChild.PortMessage posted ->
                    due.add(new RingwayToRoot.PortTaken(posted.port(), 1));
            case RingwayToChild.EventFlags flags ->
                    due.add(new RingwayToRoot.PortTaken(flags.port(), 1 + flags.bank()));
            default -> { }
        }
    }

    private void hearCreated(StandardToChild.GpadlCreated made) {
        // Numbers of rude headers are negative and may come again.
        if (!created.add(made.gpadl().value()) && made.gpadl().value() > 0) {
            throw new AssertionError("answered twice: " + made);
        }
        if (made.status().isOk()) {
            rings.add(new Ring(made.relId(), made.gpadl()));
        }
    }

    private void hearSubchannels(RingwayToChild.OfferSubchannelsResult result) {
        if (!asked.remove(result.relId())) {
            throw new AssertionError("answered twice: " + result);
        }
        subchannels += result.count();
    }

    private void hearInspected(RingwayToChild.InspectResult result) {
        if (!inspected.add(result.request())) {
            throw new AssertionError("answered twice: " + result);
        }
    }

    private void announce() {
        if (client.isConnected()) {
            client.sendsRegion(random.nextInt(9) * REGION_PAGES, REGION_PAGES,
                    random.nextInt(6) == 0 ? Access.READ_ONLY : Access.READ_WRITE);
        }
    }

    private void grant() {
        List<RelId> some = random.nextInt(3) == 0 ? ids : offers;
        if (!some.isEmpty() && !regions.isEmpty()) {
            int pages = random.nextInt(8) == 0 ? random.nextInt(40) + 1 : REGION_PAGES;
            List<ToRoot> messages = Grants.messages(
                    any(some).value(), ++numbers, any(regions), pages);
            int said = random.nextInt(8) == 0 ? 1 : messages.size();
            messages.subList(0, said).forEach(this::say);
        }
    }

    private void open() {
        if (!rings.isEmpty()) {
            Ring ring = any(rings);
            requests.add(++numbers);
            say(new StandardToRoot.OpenChannel(ring.relId(), new OpenId(numbers), ring.gpadl(), 0,
                    random.nextInt(8) == 0 ? random.nextInt(9) : REGION_PAGES / 2,
                    UserData.EMPTY));
        }
    }

    /// Mostly in order.
    private void answer() {
        if (!due.isEmpty()) {
            say(due.remove(random.nextInt(10) == 0 ? random.nextInt(due.size()) : 0));
        }
    }

    private void end() {
        if (!rings.isEmpty() && random.nextBoolean()) {
            Ring ring = any(rings);
            say(new StandardToRoot.CloseChannel(ring.relId()));
            say(new StandardToRoot.GpadlTeardown(ring.relId(), ring.gpadl()));
            rings.remove(ring);
        } else if (!ids.isEmpty() && random.nextInt(4) == 0) {
            say(new StandardToRoot.CloseChannel(any(ids)));
        }
    }

    private ToRoot anything(int kind) {
        return switch (kind) {
            case 0, 1, 2 -> new RingwayToRoot.ChildOffer(new OfferId(random.nextInt(4)),
                    Client.content("service " + random.nextInt(6)), Name.of("service"),
                    random.nextInt(4));
            case 3 -> new RingwayToRoot.WithdrawOffer(new OfferId(random.nextInt(4)));
            case 4 -> new RingwayToRoot.List(random.nextInt(8));
            case 5 -> new RingwayToRoot.PeerGpadlResult(relId(), gpadl(), status());
            case 6 -> new RingwayToRoot.PeerTorndown(relId(), gpadl());
            case 7 -> new RingwayToRoot.PeerOpenResult(relId(), status());
            case 10 -> new RingwayToRoot.Inspect(
                    ++numbers, partition(), null);
            case 11 -> new RingwayToRoot.PeerInspectResult(random.nextInt(numbers + 1),
                    new InspectPart(Status.OK, random.nextBoolean(), WireBytes.EMPTY));
            case 12 -> new RingwayToRoot.WithdrawInspect(random.nextInt(numbers + 1));
            case 13 -> new StandardToRoot.CloseReservedChannel(relId(), 0, 2);
            case 14 -> new StandardToRoot.ModifyChannel(relId(), random.nextInt(2) - 1);
            case 15 -> open(random.nextBoolean() ? PortKind.MESSAGES : PortKind.EVENTS);
            case 16 -> new RingwayToRoot.ClosePort(port());
            case 17 -> new RingwayToRoot.PostMessage(
                    post(), partition(), port(), 0, WireBytes.EMPTY);
            case 18 -> new RingwayToRoot.SignalEvent(
                    post(), partition(), port(), random.nextInt(2048));
            case 20 -> new RingwayToRoot.SocketListen(new OfferId(random.nextInt(4)),
                    random.nextInt(4), SERVICE, scope(), Name.of("service"));
            case 21, 22 -> new StandardToRoot.TlConnectRequest(
                    Guid.ofName("end " + ++numbers), SERVICE, scope());
            case 8 -> new RingwayToRoot.Reannounce(random.nextInt(3), 1 + random.nextInt(5),
                    relId(), random.nextBoolean() ? Role.CONSUMER : Role.PROVIDER,
                    Guid.ZERO, Guid.ZERO, new OfferId(3),
                    random.nextInt(3) == 0 ? new Subchannel(relId(), 1) : null,
                    random.nextInt(2));
            default -> Grants.body(random.nextInt(numbers + 1), 224);
        };
    }

    /// Of a channel that is open, perhaps.
    private ToRoot subchannels() {
        List<RelId> some = random.nextBoolean() ? ids : offers;
        RelId relId = some.isEmpty() ? relId() : any(some);
        asked.add(relId);
        return new RingwayToRoot.OfferSubchannels(relId, random.nextInt(4));
    }

    private ToRoot open(PortKind kind) {
        return new RingwayToRoot.OpenPort(
                port(), kind, kind == PortKind.MESSAGES ? random.nextInt(4) : 0);
    }

    private PartitionId partition() {
        return new PartitionId(1 + random.nextInt(9));
    }

    private PortId port() {
        return new PortId(random.nextInt(4));
    }

    private int post() {
        posts.add(++numbers);
        return numbers;
    }

    private Guid scope() {
        return switch (random.nextInt(4)) {
            case 0 -> SocketIds.LOOPBACK;
            case 1 -> SocketIds.CHILDREN;
            case 2 -> SocketIds.ofPartition(partition());
            default -> SocketIds.WILDCARD;
        };
    }

    private ToRoot rude(int kind) {
        return switch (kind) {
            case 0 -> new StandardToRoot.RequestOffers();
            case 1 -> RingwayToRoot.Hello.of(random.nextLong(), Name.of("again"));
            case 2 -> new RingwayToRoot.RetireRegion(random.nextInt(9) * REGION_PAGES);
            case 3 -> new StandardToRoot.GpadlTeardown(relId(), gpadl());
            case 4 -> new StandardToRoot.CloseChannel(relId());
            case 5 -> new StandardToRoot.RelIdReleased(relId());
            case 6 -> new StandardToRoot.Unload();
            case 7 -> StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3);
            default -> Grants.header(relId().value(), -random.nextInt(3), 0, 8);
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private RelId relId() {
        return new RelId(1 + random.nextInt(20));
    }

    private GpadlId gpadl() {
        return new GpadlId(random.nextInt(numbers + 1));
    }

    private Status status() {
        return random.nextInt(8) == 0 ? Status.UNSUCCESSFUL : Status.OK;
    }

    /// Hears what is left.
    void hearTheRest() {
        client.heard().forEach(this::hear);
    }
}
