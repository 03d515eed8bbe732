// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Heard;
import org.ringway.conformance.script.Link;
import org.ringway.conformance.script.Patience;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// One connection of the child that is tried, and the root at its other end.
///
/// What a root always answers is answered by itself; all that the child said is kept, and waits
/// until a script asks for it.
final class Life {
    static final String SERVICE = "conformance";
    static final long EPOCH = 0x1234_5678_9ABCL;
    static final PeerFacts SELF = new PeerFacts(new PartitionId(1),
            (int) ProcessHandle.current().pid(), 0, 0, Name.of("ringway conformance"));
    private static final PartitionId CHILD = new PartitionId(2);

    private final Platform platform;
    private final Link link;
    private final Patience patience;
    private final Program program;
    private final List<ToRoot> unasked = new ArrayList<>();
    private final List<ToRoot> log = new ArrayList<>();
    private final ChildMemory memory = new ChildMemory();
    private @Nullable OfferId offer;
    private @Nullable Boolean provides;
    private RelId consumerRelId = new RelId(1);
    private boolean isRootGone;

    Life(Platform platform, Link link, Patience patience, Program program) {
        this.platform = platform;
        this.link = link;
        this.patience = patience;
        this.program = program;
    }

    Platform platform() {
        return platform;
    }

    Patience patience() {
        return patience;
    }

    ChildMemory memory() {
        return memory;
    }

    // ---- words

    void say(ToChild message, Handle... handles) {
        sayBytes(ControlCodec.encode(message), handles);
    }

    void sayBytes(byte[] bytes, Handle... handles) {
        link.say(bytes, handles);
    }

    /// The root is gone; channels go on.
    void hangUp() {
        isRootGone = true;
        link.close();
        memory.close();
    }

    /// {@return the next message, whatever it is}
    ToRoot hear(String what) {
        return patience.await(what, () -> {
            Heard heard = link.look();
            if (heard == null) {
                mustBeThere(what);
                return null;
            }
            ToRoot message = heard.toRoot();
            log.add(message);
            return message;
        });
    }

    /// {@return the next message, null if the child hangs up instead}
    @Nullable ToRoot hearOrEnd(String what) {
        return patience.await(what, () -> {
            Heard heard = link.look();
            return heard != null ? Optional.of(heard.toRoot())
                    : link.isHungUp() ? Optional.<ToRoot>empty() : null;
        }).orElse(null);
    }

    void mustBeThere(String what) {
        Broken.unless(isRootGone || !link.isHungUp(),
                "the child hung up, expected was " + what + end());
    }

    private String end() {
        return program.end().isEmpty() ? "" : "; " + program.end();
    }

    /// Takes what the child has said, and answers what a root always answers.
    void serve() {
        for (Heard heard = look(); heard != null; heard = look()) {
            ToRoot message = heard.toRoot();
            log.add(message);
            answer(message, heard.handles());
        }
    }

    private @Nullable Heard look() {
        return isRootGone ? null : link.look();
    }

    boolean isHungUp() {
        serve();
        return link.isHungUp();
    }

    private void answer(ToRoot message, List<Handle> handles) {
        switch (message) {
            case RequestOffers _ -> offerOurs();
            case ChildOffer made -> take(made);
            case AnnounceRegion announced -> say(memory.announce(announced, handles));
            case RetireRegion(long firstPfn) -> memory.retire(firstPfn);
            case GpadlHeader header -> sayIfAny(memory.begin(header));
            case GpadlBody body -> sayIfAny(memory.goOn(body));
            case GpadlTeardown(RelId _, GpadlId gpadl) -> {
                unasked.add(message);
                memory.tearDown(gpadl);
                say(new GpadlTorndown(gpadl));
            }
            case Reannounce again -> say(new ReannounceResult(again.relId(), Status.NOT_FOUND));
            case Unload _ -> say(new UnloadComplete());
            default -> unasked.add(message);
        }
    }

    private void sayIfAny(@Nullable ToChild answer) {
        if (answer != null) {
            say(answer);
        }
    }

    private void take(ChildOffer made) {
        if (made.name().value().equals(SERVICE)) {
            offer = made.offerId();
        }
        say(new ChildOfferResult(made.offerId(), Status.OK));
    }

    // ---- what the child has said

    List<ToRoot> log() {
        return log;
    }

    @Nullable OfferId offer() {
        return offer;
    }

    /// {@return the first message of a kind that nobody has asked for yet, if there is one}
    <T extends ToRoot> @Nullable T find(Class<T> kind, Predicate<T> which) {
        serve();
        for (Iterator<ToRoot> each = unasked.iterator(); each.hasNext();) {
            ToRoot message = each.next();
            if (kind.isInstance(message) && which.test(kind.cast(message))) {
                each.remove();
                return kind.cast(message);
            }
        }
        return null;
    }

    /// Puts a message back, for the next who asks for its kind.
    void giveBack(ToRoot message) {
        unasked.addFirst(message);
    }

    <T extends ToRoot> T await(Class<T> kind, Predicate<T> which) {
        String what = ControlCodec.nameOf(ControlCodec.typeOf(kind));
        return patience.await(what, () -> {
            T found = find(kind, which);
            if (found == null) {
                mustBeThere(what);
            }
            return found;
        });
    }

    void mustBeOpen(Peer peer, String what) {
        mustBeThere(what);
        Broken.unless(!isClosed(peer), "the child closed the channel, expected was " + what);
    }

    /// {@return whether the child has closed a channel}
    boolean isClosed(Peer peer) {
        serve();
        return timesClosed(peer) > 0;
    }

    /// A consumer has one id for all channels on an offer, one after the other.
    long timesClosed(Peer peer) {
        return timesClosed(peer.relId) - peer.closedBefore;
    }

    long timesClosed(RelId relId) {
        return log.stream().filter(new CloseChannel(relId)::equals).count();
    }

    // ---- sentences

    /// Lets the child in, as any root does.
    void letIn() {
        ToRoot first = hear("InitiateContact");
        Broken.unless(first instanceof InitiateContact,
                "expected InitiateContact, heard " + first);
        ProtocolVersion version = ((InitiateContact) first).version();
        say(VersionResponse.accepted(
                version.isAtLeast(ProtocolVersion.V5_0) ? 1 : version.word()));
        ToRoot second = hear("Hello");
        Broken.unless(second instanceof Hello, "expected Hello, heard " + second);
        welcome();
    }

    void welcome() {
        say(new HelloResult(Hello.PROTOCOL, Status.OK, EPOCH, CHILD));
    }

    static OfferContent content() {
        Guid guid = Guid.ofName(SERVICE);
        return new OfferContent(guid, guid, 0, UserData.EMPTY);
    }

    private void offerOurs() {
        offerAgain(consumerRelId);
        say(new AllOffersDelivered());
    }

    void offerAgain(RelId relId) {
        consumerRelId = relId;
        say(new OfferIdentity(relId, SELF, Name.of(SERVICE)));
        say(OfferChannel.of(relId, content()));
    }

    RelId consumerRelId() {
        return consumerRelId;
    }

    /// Waits until the child shows what it is.
    boolean isProvider() {
        if (provides == null) {
            provides = awaitRole();
        }
        return provides;
    }

    private boolean awaitRole() {
        return patience.await("an offer of the service '" + SERVICE + "', or an open of it", () -> {
            serve();
            boolean opens = unasked.stream().anyMatch(OpenChannel.class::isInstance);
            if (offer == null && !opens) {
                mustBeThere("ChildOffer or OpenChannel");
                return null;
            }
            return offer != null;
        });
    }
}
