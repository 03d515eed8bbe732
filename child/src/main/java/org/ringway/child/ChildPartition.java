// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.ringway.PlatformException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.machine.InspectTarget;
import org.ringway.child.machine.OwnRegion;
import org.ringway.child.machine.OfferRequest;
import org.ringway.child.machine.SeenOffer;
import org.ringway.inspect.InspectTree;
import org.ringway.platform.Access;
import org.ringway.platform.ControlLink;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;

/// This program as a partition of the bus: it may offer services, open channels on those of other
/// partitions, and lend them memory.
///
/// - **Thread:** any. One daemon thread of the partition talks with the root and wakes virtual
///   threads; it runs none of your code.
/// - **Timeouts:** calls that ask the root wait as long as [JoinOptions#timeout] says unless they
///   take a time, then throw [org.ringway.BusTimeoutException]; what they had begun is undone.
/// - **Interruption:** ends a wait with [InterruptedException] and undoes it likewise.
/// - **Refusal:** [org.ringway.RefusedException] says who refused what, and by which rule.
/// - **Root loss:** open channels go on. Everything that needs a root fails at once with
///   [org.ringway.RootLostException]. The partition looks for a new root by itself, offers its
///   services again and tells of its channels; then all calls work again. [Offer]s of the old root
///   are gone.
/// - **Close:** whoever waits gets [org.ringway.ChannelClosedException].
public final class ChildPartition implements AutoCloseable {
    private final JoinOptions options;
    private final OfferBoard board = new OfferBoard();
    private final OwnMemory memory;
    private final ControlThread control;
    private final AtomicInteger offerIds = new AtomicInteger();
    private final Streams streams;

    private ChildPartition(JoinOptions options) {
        this.options = options;
        this.memory = new OwnMemory(options.platform());
        this.control = new ControlThread(options, board, memory);
        this.streams = new Streams(control, memory, this::nextOfferId, options);
    }

    /// Joins the bus of this host's root, where it usually listens.
    ///
    /// @param name what this partition calls itself
    /// @return the partition; it knows every offer there is
    /// @throws InterruptedException if interrupted while it waits
    /// @throws PlatformException if nobody listens there, or this process may not
    /// @throws org.ringway.RefusedException if the root does not want this partition
    /// @see RootSocket#usual
    public static ChildPartition join(String name) throws InterruptedException {
        return join(RootSocket.usual(System.getenv()).path(), name);
    }

    /// Joins the bus of a root, on the platform that is found as a service.
    ///
    /// @param socket where the root listens
    /// @param name what this partition calls itself
    /// @return the partition; it knows every offer there is
    /// @throws InterruptedException if interrupted while it waits
    /// @throws PlatformException if nobody listens there, or this process may not
    /// @throws org.ringway.RefusedException if the root does not want this partition
    public static ChildPartition join(Path socket, String name) throws InterruptedException {
        return join(JoinOptions.of(socket, name));
    }

    /// Joins the bus of a root.
    ///
    /// @param options which root, and as whom
    /// @return the partition; it knows every offer there is
    /// @throws InterruptedException if interrupted while it waits
    /// @throws PlatformException if nobody listens there, or this process may not
    /// @throws org.ringway.RefusedException if the root does not want this partition
    public static ChildPartition join(JoinOptions options) throws InterruptedException {
        ControlLink link;
        try {
            link = options.platform().connect(options.socket());
        } catch (PlatformException e) {
            throw new PlatformException(e.getMessage() + "; start a root: ringway root --socket "
                    + options.socket(), e);
        }
        try {
            return joined(new ChildPartition(options), link);
        } catch (RuntimeException | InterruptedException e) {
            link.close();
            throw e;
        }
    }

    private static ChildPartition joined(ChildPartition partition, ControlLink link)
            throws InterruptedException {
        try {
            partition.control.join(link);
            return partition;
        } catch (RuntimeException | InterruptedException e) {
            partition.close();
            throw e;
        }
    }

    /// {@return what this partition calls itself}
    public Name name() {
        return options.name();
    }

    /// {@return the root's number for this partition; another root gives another one}
    public PartitionId id() {
        return control.performer().self();
    }

    /// {@return whether there is no root now}
    public boolean isRootLost() {
        return control.performer().isRootLost();
    }

    /// {@return the services of other partitions that can be opened now}
    public List<Offer> offers() {
        return board.offers();
    }

    /// Waits until somebody offers a service of this name.
    ///
    /// @param name what the provider calls it
    /// @param atMost how long to wait
    /// @return the first such offer
    /// @throws InterruptedException if interrupted while it waits
    public Offer awaitOffer(String name, Duration atMost) throws InterruptedException {
        Predicate<Offer> wanted = offer -> offer.name().value().equals(name);
        return board.await(wanted, "name=" + name, atMost);
    }

    /// Waits until somebody offers a service of this kind.
    ///
    /// @param interfaceId which kind
    /// @param atMost how long to wait
    /// @return the first such offer
    /// @throws InterruptedException if interrupted while it waits
    public Offer awaitOffer(Guid interfaceId, Duration atMost) throws InterruptedException {
        Predicate<Offer> wanted = offer -> offer.content().interfaceId().equals(interfaceId);
        return board.await(wanted, "interfaceId=" + interfaceId, atMost);
    }

    /// Waits until somebody offers a certain instance of a kind of service.
    ///
    /// @param interfaceId which kind
    /// @param instanceId which one of it
    /// @param atMost how long to wait
    /// @return its offer
    /// @throws InterruptedException if interrupted while it waits
    public Offer awaitOffer(Guid interfaceId, Guid instanceId, Duration atMost)
            throws InterruptedException {
        Predicate<Offer> wanted = offer -> offer.content().interfaceId().equals(interfaceId)
                && offer.content().instanceId().equals(instanceId);
        return board.await(wanted, "interfaceId=" + interfaceId + " instanceId=" + instanceId,
                atMost);
    }

    /// Has a listener told of every service there is, and of every change.
    ///
    /// @param listener called until the result is closed
    /// @return ends it
    public OfferWatch watch(OfferListener listener) {
        return board.watch(listener);
    }

    /// Offers a service under a name alone: interface and instance are [Guid#ofName] of it, so only
    /// one partition of a bus can.
    ///
    /// @param name what consumers look for
    /// @return takes the channels
    /// @throws InterruptedException if interrupted while it waits
    public Service offer(String name) throws InterruptedException {
        Guid guid = Guid.ofName(name);
        return offer(name, new OfferContent(guid, guid, 0, UserData.EMPTY));
    }

    /// Offers a service.
    ///
    /// @param name for people
    /// @param content what consumers are told; no other offer of the bus has the same instance
    /// @return takes the channels
    /// @throws InterruptedException if interrupted while it waits
    public Service offer(String name, OfferContent content) throws InterruptedException {
        return offer(name, content, ServiceOptions.DEFAULT);
    }

    /// Offers a service.
    ///
    /// @param name for people
    /// @param content what consumers are told; no other offer of the bus has the same instance
    /// @param how how it takes channels
    /// @return takes the channels
    /// @throws InterruptedException if interrupted while it waits
    public Service offer(String name, OfferContent content, ServiceOptions how)
            throws InterruptedException {
        OfferId id = nextOfferId();
        Service service = new Service(id, new Name(name), content, how, this::withdrawn);
        control.performer().services().put(id, service);
        boolean stands = false;
        try {
            stands = control.call(new Pending.Done("offer: name=" + name), (machine, request) ->
                    machine.offer(new OfferRequest(request, new ChildOffer(
                            id, content, service.name(), how.subchannels()),
                            how.audience())),
                    options.timeout());
            return service;
        } finally {
            if (!stands) {
                withdrawn(service);
            }
        }
    }

    private OfferId nextOfferId() {
        return new OfferId(offerIds.incrementAndGet());
    }

    /// {@return streams of bytes to and from other partitions}
    public Streams streams() {
        return streams;
    }

    private void withdrawn(Service service) {
        if (control.performer().services().remove(service.id()) != null) {
            control.tell(machine -> machine.withdraw(service.id()));
        }
    }

    /// Opens a channel with the defaults.
    ///
    /// @param offer on which service
    /// @return the channel, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    public BusChannel open(Offer offer) throws InterruptedException {
        return open(offer, ChannelOptions.DEFAULT);
    }

    /// Opens a channel, and waits for the provider's yes as long as the options say.
    ///
    /// @param offer on which service; this partition can have one channel on each at a time, and
    ///     the next one waits until the provider has closed the one before, too
    /// @param how how large its rings are, and how it waits
    /// @return the channel, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    public BusChannel open(Offer offer, ChannelOptions how) throws InterruptedException {
        return open(offer, how, UserData.EMPTY);
    }

    /// Opens a channel, and waits for the provider's yes as long as the options say.
    ///
    /// @param offer on which service, as for [#open(Offer, ChannelOptions)]
    /// @param how how large its rings are, and how it waits
    /// @param userData the provider reads it in [BusChannel#openData]
    /// @return the channel, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    public BusChannel open(Offer offer, ChannelOptions how, UserData userData)
            throws InterruptedException {
        SeenOffer seen = new SeenOffer(
                offer.relId(), offer.provider(), offer.name(), offer.content());
        RingSize size = RingSize.of(how);
        Opening opening =
                new Opening(seen, how, userData, memory.rings().take(size), Place.PRIMARY);
        BusChannel channel = control.call(opening, opening::begin, how.timeout());
        memory.rings().used(size);
        return channel;
    }

    /// {@return a channel of this partition, either side of it, with its sub-channels}
    ///
    /// @param channel an open primary channel
    /// @throws IllegalArgumentException if it is closed, a sub-channel, or of another partition
    public ChannelGroup group(BusChannel channel) {
        return new ChannelGroup(control, memory, control.channels().of(channel));
    }

    /// Has another thread of this partition wake virtual threads that wait on a channel, as
    /// ModifyChannel does with a processor's interrupt. No signal is lost meanwhile. A platform
    /// thread waits at the doorbell itself and does not notice. For a channel that this partition
    /// opened the root is told, and lists it; a timeout takes nothing back.
    ///
    /// @param channel an open channel of this partition; at first sub-channel n is on processor n
    ///     modulo [JoinOptions#processors], and a primary channel on 0
    /// @param processor below [JoinOptions#processors]
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IndexOutOfBoundsException if there is no such processor
    /// @throws IllegalArgumentException if the channel is closed, or of another partition
    /// @throws IllegalStateException if the channel spins, and so has no interrupt
    public void moveInterrupt(BusChannel channel, int processor) throws InterruptedException {
        control.channels().of(channel).moveInterrupt(processor);
    }

    /// Allocates memory that can be lent to other partitions.
    ///
    /// @param bytes at least so many; whole pages are allocated
    /// @param peerAccess what they may do with it
    /// @return the buffer, to be closed by the caller
    /// @throws PlatformException if memory or descriptors are short
    public SharedBuffer allocate(long bytes, Access peerAccess) {
        return memory.allocate(bytes, peerAccess, this::retired);
    }

    private void retired(List<OwnRegion> regions) {
        if (!control.tell(machine -> machine.retire(regions))) {
            regions.forEach(region -> region.handle().close());
        }
    }

    /// {@return what this partition sends and receives without a channel}
    public Ports ports() {
        return control.performer().ports();
    }

    /// Asks the root what there is on the bus.
    ///
    /// @return all of it
    /// @throws InterruptedException if interrupted while it waits
    public BusListing list() throws InterruptedException {
        int all = RingwayToRoot.List.PARTITIONS | RingwayToRoot.List.OFFERS
                | RingwayToRoot.List.CHANNELS | RingwayToRoot.List.PORTS;
        return control.call(new Pending.Listed(), (machine, id) -> machine.list(id, all),
                options.timeout());
    }

    /// Asks a partition, through the root, what it looks like inside: its link, services and
    /// memory, and of each channel rings, signals, waiters, requests, leases and options. It
    /// answers unasked of its user; nobody there is held up.
    ///
    /// @param partition which; this one's own user must be the same, or the superuser
    /// @param atMost how long to wait; a partition that has stopped never answers
    /// @return its state; what parts there are may change from version to version
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.RefusedException if there is none such, it cannot answer, or the root
    ///     says that this partition may not ask
    /// @throws org.ringway.ProtocolException if what came is no answer
    public InspectTree inspect(PartitionId partition, Duration atMost)
            throws InterruptedException {
        return inspect(new InspectTarget(partition, null), atMost);
    }

    /// As [#inspect(PartitionId, Duration)], but of all channels only one.
    ///
    /// @param partition which, as above
    /// @param channel its id of the channel
    /// @param atMost how long to wait
    /// @return its state
    /// @throws InterruptedException if interrupted while it waits
    public InspectTree inspect(PartitionId partition, RelId channel, Duration atMost)
            throws InterruptedException {
        return inspect(new InspectTarget(partition, channel), atMost);
    }

    private InspectTree inspect(InspectTarget target, Duration atMost)
            throws InterruptedException {
        return InspectTree.decode(control.call(new Pending.Inspection("inspect: " + target),
                (machine, id) -> machine.inspect(id, target), atMost));
    }

    /// Leaves the bus: withdraws every service, closes every channel, says goodbye and waits at
    /// most two seconds for the answer. Idempotent.
    @Override
    public void close() {
        streams.close();
        control.channels().closeAll();
        control.end();
        memory.close();
    }

    @Override
    public String toString() {
        return "ChildPartition[" + options.name() + ", " + id() + "]";
    }
}
