// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.Subchannel;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// A root without manners: it says what one with manners might say next, or anything.
final class RudeRoot {
    /// What partitions listen on, and connect to.
    static final Guid SERVICE = Guid.ofName("service");

    private final Dice dice;
    private final List<SeenOffer> offers;
    private final Consumer<ToChild> link;
    /// What waits for an answer, perhaps.
    private final List<ToRoot> said = new ArrayList<>();

    /// @param offers those that the partition has seen and not seen withdrawn
    /// @param link takes what must be said before something else
    RudeRoot(Dice dice, List<SeenOffer> offers, Consumer<ToChild> link) {
        this.dice = dice;
        this.offers = offers;
        this.link = link;
    }

    void hear(ToRoot message) {
        said.add(message);
    }

    void forget() {
        said.clear();
    }

    ToChild next() {
        return dice.below(4) == 0 || said.isEmpty() ? message() : answer();
    }

    /// What a root with manners might say next.
    private ToChild answer() {
        return switch (said.remove(dice.below(said.size()))) {
            case RingwayToRoot.AnnounceRegion it ->
                    new RingwayToChild.RegionResult(it.firstPfn(), dice.status());
            case StandardToRoot.GpadlHeader it ->
                    new StandardToChild.GpadlCreated(it.relId(), it.gpadl(), dice.status());
            case StandardToRoot.GpadlTeardown it -> new StandardToChild.GpadlTorndown(it.gpadl());
            case StandardToRoot.OpenChannel it -> opening(it);
            case ChildOffer it -> ring(it);
            case StandardToRoot.TlConnectRequest it -> connection(it);
            case RingwayToRoot.PeerGpadlResult it -> it.status().isOk()
                    ? new RingwayToChild.PeerTeardown(it.relId(), it.gpadl()) : message();
            case RingwayToRoot.OfferSubchannels it -> subchannels(it);
            case StandardToRoot.ModifyChannel it ->
                    new StandardToChild.ModifyChannelResponse(it.relId(), dice.status());
            case RingwayToRoot.OpenPort it ->
                    new RingwayToChild.OpenPortResult(it.port(), dice.status());
            case RingwayToRoot.PostMessage it ->
                    new RingwayToChild.PostResult(it.post(), dice.status());
            case RingwayToRoot.SignalEvent it ->
                    new RingwayToChild.PostResult(it.post(), Status.DEVICE_BUSY);
            case RingwayToRoot.List _ -> new RingwayToChild.ListEnd();
            case RingwayToRoot.Inspect it -> new RingwayToChild.InspectResult(it.request(),
                    new InspectPart(Status.OK, dice.coin(), WireBytes.EMPTY));
            default -> message();
        };
    }

    private ToChild connection(StandardToRoot.TlConnectRequest it) {
        if (dice.below(4) == 0) {
            return new StandardToChild.TlConnectResult(
                    it.endpointId(), it.serviceId(), Status.CONNECTION_REFUSED);
        }
        RelId relId = new RelId(200 + dice.below(30));
        link.accept(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        return StandardToChild.OfferChannel.of(relId, new OfferContent(it.serviceId(),
                it.endpointId(), OfferContent.SOCKET_FLAGS, UserData.ofSocket(0)));
    }

    private ToChild opening(StandardToRoot.OpenChannel it) {
        link.accept(new RingwayToChild.PeerOpened(it.relId(), 1, false));
        return new StandardToChild.OpenChannelResult(it.relId(), it.openId(), dice.status());
    }

    private ToChild subchannels(RingwayToRoot.OfferSubchannels it) {
        OfferContent content = offers.stream().filter(offer -> offer.relId().equals(it.relId()))
                .map(SeenOffer::content).findFirst().orElseGet(dice::content);
        RelId relId = new RelId(40 + dice.below(20));
        link.accept(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        link.accept(StandardToChild.OfferChannel.of(relId, content, 1 + dice.below(3)));
        return new RingwayToChild.OfferSubchannelsResult(it.relId(), dice.status(), it.count());
    }

    private ToChild ring(ChildOffer it) {
        said.add(it);
        RelId relId = new RelId(100 + dice.below(30));
        GpadlId ring = dice.gpadl();
        link.accept(new RingwayToChild.PeerGpadl(relId, ring, false, true,
                List.of(new PeerRun(1, 0, 1, 0))));
        return new RingwayToChild.PeerOpen(
                relId, it.offerId(), 7, ring, 1, UserData.EMPTY, MachineCase.PEER, false,
                dice.coin() ? null
                        : new Subchannel(new RelId(100 + dice.below(30)), 1));
    }

    private ToChild offer() {
        RelId relId = dice.relId();
        link.accept(new RingwayToChild.OfferIdentity(relId, MachineCase.PEER, MachineCase.NAME));
        return StandardToChild.OfferChannel.of(relId, dice.content());
    }

    /// Anything.
    private ToChild message() {
        List<Supplier<ToChild>> makers = List.of(
                () -> new RingwayToChild.OfferIdentity(
                        dice.relId(), MachineCase.PEER, MachineCase.NAME),
                this::offer,
                () -> new StandardToChild.RescindChannelOffer(dice.relId()),
                () -> new StandardToChild.RescindChannelOffer(new RelId(200 + dice.below(30))),
                () -> new StandardToChild.TlConnectResult(
                        Guid.ofName("end " + dice.counted()), SERVICE, dice.status()),
                StandardToChild.AllOffersDelivered::new,
                () -> new RingwayToChild.RegionResult(1 + dice.counted(), dice.status()),
                () -> new StandardToChild.GpadlCreated(dice.relId(), dice.gpadl(), dice.status()),
                () -> new StandardToChild.GpadlTorndown(dice.gpadl()),
                () -> new RingwayToChild.PeerOpened(
                        dice.relId(), 1 + dice.below(9), true),
                () -> new StandardToChild.OpenChannelResult(
                        dice.relId(), new OpenId(dice.below(500)), dice.status()),
                () -> new RingwayToChild.ChildOfferResult(
                        new OfferId((int) dice.counted()), dice.status()),
                () -> new RingwayToChild.PeerGpadl(new RelId(100 + dice.below(30)), dice.gpadl(),
                        false, dice.coin(),
                        List.of(new PeerRun(1, 0, 1, 0))),
                () -> new RingwayToChild.PeerOpen(dice.relId(),
                        new OfferId((int) dice.counted()), 7, dice.gpadl(), 1, UserData.EMPTY,
                        MachineCase.PEER, true),
                () -> new RingwayToChild.PeerTeardown(dice.relId(), dice.gpadl()),
                () -> new RingwayToChild.PeerClosed(dice.relId(), RingwayToChild.Reason.LOST),
                () -> new RingwayToChild.ReannounceResult(dice.relId(), dice.status()),
                () -> new RingwayToChild.OfferSubchannelsResult(
                        dice.relId(), dice.status(), dice.anything()),
                () -> new StandardToChild.ModifyChannelResponse(dice.relId(), dice.status()),
                RingwayToChild.ListEnd::new,
                this::portMessage, this::portMessage, this::portMessage, this::portMessage,
                () -> new RingwayToChild.PeerInspect(dice.below(5),
                        dice.coin() ? dice.relId() : null),
                () -> new RingwayToChild.InspectResult(dice.below(9),
                        InspectPart.refusal(Status.ACCESS_DENIED)));
        return makers.get(dice.below(makers.size())).get();
    }

    private ToChild portMessage() {
        return switch (dice.below(4)) {
            case 0 -> new RingwayToChild.PortMessage(dice.portId(),
                    new RingwayToChild.Sender(MachineCase.SELF, 1, 2, 3), 4, WireBytes.EMPTY);
            case 1 -> new RingwayToChild.EventFlags(dice.portId(), dice.below(2),
                    WireBytes.of(new byte[RingwayToChild.EventFlags.BYTES]));
            case 2 -> new RingwayToChild.OpenPortResult(dice.portId(), dice.status());
            default -> new RingwayToChild.PostResult(dice.below(50), dice.status());
        };
    }
}
