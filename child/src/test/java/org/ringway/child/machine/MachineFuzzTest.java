// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.Subchannel;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Name;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// A root without manners and a partition without patience: whatever they do, every request has
/// exactly one end, and no handle is forgotten.
class MachineFuzzTest {
    private static final Guid SERVICE = Guid.ofName("service");
    private static final int STEPS = 60_000;

    private final ChildMachine machine = new ChildMachine(new Name("fuzz"), false);
    private final Set<RequestId> waiting = new HashSet<>();
    private final Set<Handle> ours = new HashSet<>();
    private final Set<ChannelKey> channels = new HashSet<>();
    private final List<SeenOffer> offers = new ArrayList<>();
    private final List<OwnRegion> buffers = new ArrayList<>();
    /// What waits for an answer, perhaps.
    private final List<ToRoot> said = new ArrayList<>();
    private int opened;
    private int accepted;
    private int connecting;
    private int granted;
    private int subchannels;
    private int arrived;
    private SplittableRandom random;
    private long counter;
    private boolean linked;

    private record Numbered(long number) implements Handle {
        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("C1 to C4 at random: one end for every request, a home for every handle")
    void everythingEndsOnce(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        perform(machine.linkDown("the end"));
        assertEquals(Set.of(), waiting, "requests without an end");
        List.copyOf(channels).forEach(key -> perform(machine.close(key)));
        perform(machine.retire(List.copyOf(buffers)));
        assertEquals(Set.of(), ours, "handles that nobody closed");
        assertTrue(opened > 10 && accepted > 10 && granted > 10 && subchannels > 0 && arrived > 10
                && connecting > 10, () -> "the dice reach deep: opened=" + opened
                + " accepted=" + accepted + " granted=" + granted + " subchannels=" + subchannels
                + " arrived=" + arrived + " connecting=" + connecting);
    }

    private void step() {
        if (!linked) {
            linked = true;
            joinAgain();
        }
        switch (random.nextInt(20)) {
            case 0 -> offerOrListen();
            case 1, 2 -> open();
            case 12 -> connect();
            case 3, 4 -> grant();
            case 5 -> close();
            case 6 -> retire();
            case 7 -> giveUp();
            case 10 -> {
                if (random.nextInt(3) == 0) {
                    group();
                }
            }
            case 8 -> perform(random.nextBoolean() ? machine.list(request(), 7)
                    : machine.inspect(request(), new InspectTarget(MachineCase.SELF, null)));
            case 9 -> {
                if (random.nextInt(20) == 0) {
                    linkDown();
                }
            }
            case 11 -> port();
            default -> hear(random.nextInt(4) == 0 || said.isEmpty() ? message() : answer());
        }
    }

    private void port() {
        PortId port = portId();
        switch (random.nextInt(4)) {
            case 0 -> perform(machine.ports().close(port));
            case 1 -> perform(machine.ports().open(request(), port,
                    random.nextBoolean() ? PortKind.MESSAGES : PortKind.EVENTS));
            case 2 -> perform(machine.ports().post(request(), new RingwayToRoot.PostMessage(
                    0, MachineCase.SELF, port, 0, WireBytes.EMPTY)));
            default -> perform(machine.ports().signal(request(), new RingwayToRoot.SignalEvent(
                    0, MachineCase.SELF, port, 0)));
        }
    }

    private PortId portId() {
        return new PortId(random.nextInt(3));
    }

    private void offerOrListen() {
        OfferId id = new OfferId((int) ++counter);
        perform(random.nextBoolean()
                ? machine.offer(new OfferRequest(
                        request(), new ChildOffer(id, content(), MachineCase.NAME)))
                : machine.listen(request(), new RingwayToRoot.SocketListen(
                        id, 1, SERVICE, Guid.ZERO, MachineCase.NAME)));
    }

    private void connect() {
        perform(machine.connect(new ConnectRequest(request(), Guid.ZERO, SERVICE,
                Guid.ofName("end " + ++counter), region(), 1)));
    }

    private void joinAgain() {
        perform(machine.linkUp());
        hear(StandardToChild.VersionResponse.accepted(1));
        hear(new RingwayToChild.HelloResult(1, Status.OK, ++counter, MachineCase.SELF,
                RingwayToChild.HelloResult.ALL_FLAGS));
    }

    private void linkDown() {
        linked = false;
        said.clear();
        perform(machine.linkDown("gone"));
        assertEquals(Set.of(), waiting, "requests that outlive the link");
    }

    private RequestId request() {
        RequestId id = new RequestId(++counter);
        waiting.add(id);
        return id;
    }

    private OwnRegion region() {
        OwnRegion region = new OwnRegion(++counter, 1, false, new Numbered(counter));
        ours.add(region.handle());
        return region;
    }

    private void open() {
        if (!offers.isEmpty()) {
            open(offers.get(random.nextInt(offers.size())));
        }
    }

    private void open(SeenOffer offer) {
        perform(machine.open(new OpenRequest(request(), offer, region(), 1, UserData.EMPTY, 0)));
    }

    private void grant() {
        if (buffers.size() < 4) {
            buffers.add(region());
        }
        channels.stream().findAny().ifPresent(key -> perform(machine.grant(request(), key,
                List.of(buffers.get(random.nextInt(buffers.size()))))));
    }

    private void group() {
        channels.stream().findAny().ifPresent(key -> perform(random.nextBoolean()
                ? machine.subchannels(request(), key, 1 + random.nextInt(3))
                : machine.moveInterrupt(request(), key, random.nextInt(4))));
    }

    private void close() {
        channels.stream().findAny().ifPresent(key -> {
            channels.remove(key);
            perform(machine.close(key));
        });
    }

    private void retire() {
        if (!buffers.isEmpty()) {
            perform(machine.retire(List.of(buffers.remove(random.nextInt(buffers.size())))));
        }
    }

    private void giveUp() {
        if (random.nextInt(8) == 0) {
            waiting.stream().findAny().ifPresent(id -> {
                waiting.remove(id);
                perform(machine.giveUp(id));
            });
        }
    }

    private void hear(ToChild message) {
        List<Handle> handles =
                random.nextInt(9) == 0 ? List.of() : List.of(new Numbered(++counter));
        ours.addAll(handles);
        try {
            perform(machine.receive(message, handles));
        } catch (ProtocolException hostile) {
            handles.forEach(ours::remove);
            linkDown();
        }
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.CloseHandles(var handles) -> handles.forEach(ours::remove);
                case Effect.CloseDoorbell(var doorbell) -> ours.remove(doorbell);
                case Effect.Answered(var id) -> end(id);
                case Effect.Granted(var id, _) -> {
                    end(id);
                    granted++;
                }
                case Effect.SubchannelsOffered(var id, var more) -> offered(id, more);
                case Effect.SubchannelsAllowed(var id, _) -> end(id);
                case Effect.Failed(var id, _) -> end(id);
                case Effect.Listed(var id, _) -> end(id);
                case Effect.Inspected(var id, _) -> end(id);
                case Effect.Describe(var question, _) ->
                        perform(machine.described(question, WireBytes.EMPTY));
                case Effect.Posted(var id, _) -> end(id);
                case Effect.MessageArrived(var message) -> take(message.port());
                case Effect.FlagsArrived(var flags) ->
                        perform(machine.ports().taken(flags.port(), 1 << flags.bank()));
                case Effect.OfferAppeared(var offer) -> offers.add(offer);
                case Effect.OfferRescinded(var offer) -> assertTrue(offers.remove(offer));
                case Effect.Opened it -> opened(it);
                case Effect.Connecting(var id, _) -> connects(id);
                case Effect.Accept accept -> decide(accept);
                case Effect.MapGrant(var key, var gpadl, _, var runs) -> {
                    runs.forEach(run -> ours.remove(run.run().region()));
                    perform(machine.mapped(key, gpadl, status()));
                }
                case Effect.UnmapGrant(var key, var gpadl) ->
                        perform(machine.unmapped(key, gpadl));
                case Effect.Send(RingwayToRoot.PeerInspectResult _, _) -> { }
                case Effect.Send(var message, _) -> said.add(message);
                case Effect.Joined _, Effect.JoinRefused _, Effect.LinkLost _,
                        Effect.Left _, Effect.ServiceRefused _, Effect.PortRefused _,
                        Effect.EndChannel _, Effect.Ignored _ -> { }
            }
        }
    }

    private void connects(RequestId id) {
        assertTrue(waiting.contains(id), () -> "nobody waits for " + id);
        connecting++;
    }

    private void opened(Effect.Opened it) {
        end(it.request());
        ours.remove(it.doorbell());
        channels.add(it.key());
        opened++;
        perform(machine.subchannels(request(), it.key(), 1));
    }

    private void offered(RequestId id, List<SeenOffer> more) {
        end(id);
        subchannels += more.size();
        more.forEach(this::open);
    }

    private void take(PortId port) {
        arrived++;
        perform(machine.ports().taken(port, 1));
    }

    private void end(RequestId id) {
        assertTrue(waiting.remove(id), () -> "second end of " + id);
    }

    private void decide(Effect.Accept accept) {
        ours.remove(accept.doorbell());
        accept.ring().forEach(run -> ours.remove(run.run().region()));
        if (random.nextBoolean()) {
            channels.add(accept.key());
            accepted++;
            perform(machine.accepted(accept.key()));
        } else {
            perform(machine.declined(accept.key(), Status.CONNECTION_REFUSED));
        }
    }

    private Status status() {
        return random.nextInt(4) == 0 ? Status.UNSUCCESSFUL : Status.OK;
    }

    private RelId relId() {
        return new RelId(1 + random.nextInt(6));
    }

    private GpadlId gpadl() {
        return new GpadlId(1 + random.nextInt((int) Math.min(counter, 500)));
    }

    private OfferContent content() {
        return MachineCase.content(relId());
    }

    /// What a root with manners might say next.
    private ToChild answer() {
        return switch (said.remove(random.nextInt(said.size()))) {
            case RingwayToRoot.AnnounceRegion it ->
                    new RingwayToChild.RegionResult(it.firstPfn(), status());
            case StandardToRoot.GpadlHeader it ->
                    new StandardToChild.GpadlCreated(it.relId(), it.gpadl(), status());
            case StandardToRoot.GpadlTeardown it -> new StandardToChild.GpadlTorndown(it.gpadl());
            case StandardToRoot.OpenChannel it -> opening(it);
            case ChildOffer it -> ring(it);
            case StandardToRoot.TlConnectRequest it -> connection(it);
            case RingwayToRoot.PeerGpadlResult it -> it.status().isOk()
                    ? new RingwayToChild.PeerTeardown(it.relId(), it.gpadl()) : message();
            case RingwayToRoot.OfferSubchannels it -> subchannels(it);
            case StandardToRoot.ModifyChannel it ->
                    new StandardToChild.ModifyChannelResponse(it.relId(), status());
            case RingwayToRoot.OpenPort it ->
                    new RingwayToChild.OpenPortResult(it.port(), status());
            case RingwayToRoot.PostMessage it ->
                    new RingwayToChild.PostResult(it.post(), status());
            case RingwayToRoot.SignalEvent it ->
                    new RingwayToChild.PostResult(it.post(), Status.DEVICE_BUSY);
            case RingwayToRoot.List _ -> new RingwayToChild.ListEnd();
            case RingwayToRoot.Inspect it -> new RingwayToChild.InspectResult(it.request(),
                    new InspectPart(Status.OK, random.nextBoolean(), WireBytes.EMPTY));
            default -> message();
        };
    }

    private ToChild connection(StandardToRoot.TlConnectRequest it) {
        if (random.nextInt(4) == 0) {
            return new StandardToChild.TlConnectResult(
                    it.endpointId(), it.serviceId(), Status.CONNECTION_REFUSED);
        }
        RelId relId = new RelId(200 + random.nextInt(30));
        hear(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        return StandardToChild.OfferChannel.of(relId, new OfferContent(it.serviceId(),
                it.endpointId(), OfferContent.SOCKET_FLAGS, UserData.ofSocket(0)));
    }

    private ToChild opening(StandardToRoot.OpenChannel it) {
        hear(new RingwayToChild.PeerOpened(it.relId(), 1, false));
        return new StandardToChild.OpenChannelResult(it.relId(), it.openId(), status());
    }

    private ToChild subchannels(RingwayToRoot.OfferSubchannels it) {
        OfferContent content = offers.stream().filter(offer -> offer.relId().equals(it.relId()))
                .map(SeenOffer::content).findFirst().orElseGet(this::content);
        RelId relId = new RelId(40 + random.nextInt(20));
        hear(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        hear(StandardToChild.OfferChannel.of(relId, content, 1 + random.nextInt(3)));
        return new RingwayToChild.OfferSubchannelsResult(it.relId(), status(), it.count());
    }

    private ToChild ring(ChildOffer it) {
        said.add(it);
        RelId relId = new RelId(100 + random.nextInt(30));
        GpadlId ring = gpadl();
        hear(new RingwayToChild.PeerGpadl(relId, ring, false, true,
                List.of(new PeerRun(1, 0, 1, 0))));
        return new RingwayToChild.PeerOpen(
                relId, it.offerId(), 7, ring, 1, UserData.EMPTY, MachineCase.PEER, false,
                random.nextBoolean() ? null
                        : new Subchannel(new RelId(100 + random.nextInt(30)), 1));
    }

    private ToChild offer() {
        RelId relId = relId();
        hear(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        return StandardToChild.OfferChannel.of(relId, content());
    }

    /// Anything.
    private ToChild message() {
        List<Supplier<ToChild>> makers = List.of(
                () -> new RingwayToChild.OfferIdentity(relId(), MachineCase.PEER, MachineCase.NAME),
                this::offer,
                () -> new StandardToChild.RescindChannelOffer(relId()),
                () -> new StandardToChild.RescindChannelOffer(new RelId(200 + random.nextInt(30))),
                () -> new StandardToChild.TlConnectResult(
                        Guid.ofName("end " + random.nextLong(counter)), SERVICE, status()),
                StandardToChild.AllOffersDelivered::new,
                () -> new RingwayToChild.RegionResult(1 + random.nextLong(counter), status()),
                () -> new StandardToChild.GpadlCreated(relId(), gpadl(), status()),
                () -> new StandardToChild.GpadlTorndown(gpadl()),
                () -> new RingwayToChild.PeerOpened(
                        relId(), 1 + random.nextInt(9), true),
                () -> new StandardToChild.OpenChannelResult(
                        relId(), new OpenId(random.nextInt(500)), status()),
                () -> new RingwayToChild.ChildOfferResult(
                        new OfferId(random.nextInt((int) counter)), status()),
                () -> new RingwayToChild.PeerGpadl(new RelId(100 + random.nextInt(30)), gpadl(),
                        false, random.nextBoolean(),
                        List.of(new PeerRun(1, 0, 1, 0))),
                () -> new RingwayToChild.PeerOpen(relId(),
                        new OfferId(random.nextInt((int) counter)), 7, gpadl(), 1, UserData.EMPTY,
                        MachineCase.PEER, true),
                () -> new RingwayToChild.PeerTeardown(relId(), gpadl()),
                () -> new RingwayToChild.PeerClosed(relId(), RingwayToChild.Reason.LOST),
                () -> new RingwayToChild.ReannounceResult(relId(), status()),
                () -> new RingwayToChild.OfferSubchannelsResult(
                        relId(), status(), random.nextInt()),
                () -> new StandardToChild.ModifyChannelResponse(relId(), status()),
                RingwayToChild.ListEnd::new,
                this::portMessage, this::portMessage, this::portMessage, this::portMessage,
                () -> new RingwayToChild.PeerInspect(random.nextInt(5),
                        random.nextBoolean() ? relId() : null),
                () -> new RingwayToChild.InspectResult(random.nextInt(9),
                        InspectPart.refusal(Status.ACCESS_DENIED)));
        return makers.get(random.nextInt(makers.size())).get();
    }

    private ToChild portMessage() {
        return switch (random.nextInt(4)) {
            case 0 -> new RingwayToChild.PortMessage(portId(),
                    new RingwayToChild.Sender(MachineCase.SELF, 1, 2, 3), 4, WireBytes.EMPTY);
            case 1 -> new RingwayToChild.EventFlags(portId(), random.nextInt(2),
                    WireBytes.of(new byte[RingwayToChild.EventFlags.BYTES]));
            case 2 -> new RingwayToChild.OpenPortResult(portId(), status());
            default -> new RingwayToChild.PostResult(random.nextInt(50), status());
        };
    }
}
