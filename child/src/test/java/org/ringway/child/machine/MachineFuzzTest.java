// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// A root without manners and a partition without patience: whatever they do, every request has
/// exactly one end, and no handle is forgotten.
class MachineFuzzTest {
    private static final int STEPS = 60_000;

    private final ChildMachine machine = new ChildMachine(new Name("fuzz"), false);
    private final Set<RequestId> waiting = new HashSet<>();
    private final Set<Handle> ours = new HashSet<>();
    private final Set<ChannelKey> channels = new HashSet<>();
    private final List<SeenOffer> offers = new ArrayList<>();
    private final List<OwnRegion> buffers = new ArrayList<>();
    private int opened;
    private int accepted;
    private int connecting;
    private int granted;
    private int subchannels;
    private int arrived;
    private Dice dice;
    private RudeRoot root;
    private boolean linked;

    private record Numbered(long number) implements Handle {
        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("C1 to C4 at random: one end for every request, a home for every handle")
    void everythingEndsOnce(long seed) {
        dice = new Dice(seed);
        root = new RudeRoot(dice, offers, this::hear);
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
        switch (dice.below(20)) {
            case 0 -> offerOrListen();
            case 1, 2 -> open();
            case 12 -> connect();
            case 3, 4 -> grant();
            case 5 -> close();
            case 6 -> retire();
            case 7 -> giveUp();
            case 10 -> {
                if (dice.below(3) == 0) {
                    group();
                }
            }
            case 8 -> perform(dice.coin() ? machine.list(request(), 7)
                    : machine.inspect(request(), new InspectTarget(MachineCase.SELF, null)));
            case 9 -> {
                if (dice.below(20) == 0) {
                    linkDown();
                }
            }
            case 11 -> port();
            default -> hear(root.next());
        }
    }

    private void port() {
        PortId port = dice.portId();
        switch (dice.below(4)) {
            case 0 -> perform(machine.ports().close(port));
            case 1 -> perform(machine.ports().open(request(), port,
                    dice.coin() ? PortKind.MESSAGES : PortKind.EVENTS));
            case 2 -> perform(machine.ports().post(request(), new RingwayToRoot.PostMessage(
                    0, MachineCase.SELF, port, 0, WireBytes.EMPTY)));
            default -> perform(machine.ports().signal(request(), new RingwayToRoot.SignalEvent(
                    0, MachineCase.SELF, port, 0)));
        }
    }

    private void offerOrListen() {
        OfferId id = new OfferId((int) dice.next());
        perform(dice.coin()
                ? machine.offer(new OfferRequest(
                        request(), new ChildOffer(id, dice.content(), MachineCase.NAME)))
                : machine.listen(request(), new RingwayToRoot.SocketListen(
                        id, 1, RudeRoot.SERVICE, Guid.ZERO, MachineCase.NAME)));
    }

    private void connect() {
        perform(machine.connect(new ConnectRequest(request(), Guid.ZERO, RudeRoot.SERVICE,
                Guid.ofName("end " + dice.next()), region(), 1)));
    }

    private void joinAgain() {
        perform(machine.linkUp());
        hear(StandardToChild.VersionResponse.accepted(1));
        hear(new RingwayToChild.HelloResult(1, Status.OK, dice.next(), MachineCase.SELF,
                RingwayToChild.HelloResult.ALL_FLAGS));
    }

    private void linkDown() {
        linked = false;
        root.forget();
        perform(machine.linkDown("gone"));
        assertEquals(Set.of(), waiting, "requests that outlive the link");
    }

    private RequestId request() {
        RequestId id = new RequestId(dice.next());
        waiting.add(id);
        return id;
    }

    private OwnRegion region() {
        long number = dice.next();
        OwnRegion region = new OwnRegion(number, 1, false, new Numbered(number));
        ours.add(region.handle());
        return region;
    }

    private void open() {
        if (!offers.isEmpty()) {
            open(offers.get(dice.below(offers.size())));
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
                List.of(buffers.get(dice.below(buffers.size()))))));
    }

    private void group() {
        channels.stream().findAny().ifPresent(key -> perform(dice.coin()
                ? machine.subchannels(request(), key, 1 + dice.below(3))
                : machine.moveInterrupt(request(), key, dice.below(4))));
    }

    private void close() {
        channels.stream().findAny().ifPresent(key -> {
            channels.remove(key);
            perform(machine.close(key));
        });
    }

    private void retire() {
        if (!buffers.isEmpty()) {
            perform(machine.retire(List.of(buffers.remove(dice.below(buffers.size())))));
        }
    }

    private void giveUp() {
        if (dice.below(8) == 0) {
            waiting.stream().findAny().ifPresent(id -> {
                waiting.remove(id);
                perform(machine.giveUp(id));
            });
        }
    }

    private void hear(ToChild message) {
        List<Handle> handles =
                dice.below(9) == 0 ? List.of() : List.of(new Numbered(dice.next()));
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
                    perform(machine.mapped(key, gpadl, dice.status()));
                }
                case Effect.UnmapGrant(var key, var gpadl) ->
                        perform(machine.unmapped(key, gpadl));
                case Effect.Send(RingwayToRoot.PeerInspectResult _, _) -> { }
                case Effect.Send(var message, _) -> root.hear(message);
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
        if (dice.coin()) {
            channels.add(accept.key());
            accepted++;
            perform(machine.accepted(accept.key()));
        } else {
            perform(machine.declined(accept.key(), Status.CONNECTION_REFUSED));
        }
    }
}
