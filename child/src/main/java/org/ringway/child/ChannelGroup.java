// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.machine.SeenOffer;
import org.ringway.wire.UserData;

/// A channel and its sub-channels: further channels on the same offer, between the same two, one
/// per core perhaps. [ServiceOptions#subchannels] says how many a service allows.
///
/// - **Order:** packets of one channel arrive in the order they were sent; between two channels of
///   a group there is no order at all. Who needs some puts numbers into the packets, or sends what
///   belongs together on one channel.
/// - **Fairness:** every channel has rings, doorbell, waiters and quotas of its own, and none waits
///   for another. Nothing receives from the group as a whole: how often each is read is what its
///   reader makes of it, so give each a thread, or poll them in turns.
/// - **Life:** closing the primary channel closes its sub-channels first; so does its end. A
///   sub-channel that was closed alone can be opened again. After the death of the root open
///   sub-channels go on with their channel; new ones need a channel that is opened anew.
/// - **Thread:** any. **Blocking:** [#open], [#offer] and [#accept].
public final class ChannelGroup {
    private final ControlThread control;
    private final OwnMemory memory;
    private final LiveChannel primary;

    ChannelGroup(ControlThread control, OwnMemory memory, LiveChannel primary) {
        if (primary.origin().place().primary() != null) {
            throw new IllegalArgumentException(
                    "a sub-channel has no group of its own: " + primary.channel());
        }
        this.control = control;
        this.memory = memory;
        this.primary = primary;
    }

    /// {@return the primary channel, then the sub-channels that are open here, by index}
    public List<BusChannel> channels() {
        List<BusChannel> channels = new ArrayList<>();
        channels.add(primary.channel());
        control.channels().subchannels(primary.origin().key())
                .forEach(each -> channels.add(each.channel()));
        return List.copyOf(channels);
    }

    /// Opens sub-channels until there is a channel for each core of this machine, made and waiting
    /// as the primary channel does.
    ///
    /// @return as [#open(int, ChannelOptions)]; empty if there are enough
    /// @throws InterruptedException if interrupted while it waits
    public List<BusChannel> open() throws InterruptedException {
        int missing = Runtime.getRuntime().availableProcessors() - channels().size();
        return missing < 1 ? List.of() : open(missing, primary.origin().options());
    }

    /// Opens sub-channels; for the side that opened the channel. The root offers them at this
    /// wish; those that stand already, because the provider had them offered or because they were
    /// closed, are opened first.
    ///
    /// @param atMost how many, at least one
    /// @param how as for the primary channel
    /// @return those that the service and the root allow, at least one, by index; to be closed by
    ///     the caller, or with the primary channel
    /// @throws InterruptedException if interrupted while it waits; nothing is open then
    /// @throws org.ringway.RefusedException if there is not one to have, and why
    /// @throws IllegalStateException if the other side opened the channel
    public List<BusChannel> open(int atMost, ChannelOptions how) throws InterruptedException {
        requireCount(atMost);
        if (primary.origin().service() != null) {
            throw new IllegalStateException("who provides a channel can offer sub-channels and not"
                    + " open them: " + primary.channel());
        }
        primary.grouping().lockInterruptibly();
        try {
            return openAll(control.call(
                    new Pending.Subchannels("sub-channels: name=" + primary.channel().offerName()
                            + " count=" + atMost),
                    (machine, id) -> machine.subchannels(id, primary.origin().key(), atMost),
                    how.timeout()), how);
        } finally {
            primary.grouping().unlock();
        }
    }

    private static void requireCount(int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("count must be positive: count=" + atMost);
        }
    }

    private List<BusChannel> openAll(List<SeenOffer> offers, ChannelOptions how)
            throws InterruptedException {
        List<BusChannel> opened = new ArrayList<>();
        try {
            for (SeenOffer offer : offers) {
                opened.add(open(offer, how));
            }
            return List.copyOf(opened);
        } catch (RuntimeException | InterruptedException e) {
            opened.forEach(BusChannel::close);
            throw e;
        }
    }

    private BusChannel open(SeenOffer offer, ChannelOptions how) throws InterruptedException {
        Place place = Place.ofSubchannel(
                primary.origin().key(), offer.subchannelIndex(), control.processors());
        RingSize size = RingSize.of(how);
        Opening opening =
                new Opening(offer, how, UserData.EMPTY, memory.rings().take(size), place);
        BusChannel channel = control.call(opening, opening::begin, how.timeout());
        memory.rings().used(size);
        return channel;
    }

    /// Has the root offer sub-channels to the other side, for the side that provides the channel.
    /// This is how a plain VMBus client gets some: it asks in a protocol of the service's own.
    ///
    /// @param atMost how many more, at least one
    /// @return how many more the service and the root allow, at least one
    /// @throws InterruptedException if interrupted while it waits; they may be offered
    /// @throws org.ringway.RefusedException if there is not one to have, and why
    /// @throws IllegalStateException if this side opened the channel
    public int offer(int atMost) throws InterruptedException {
        requireCount(atMost);
        if (primary.origin().service() == null) {
            throw new IllegalStateException("who opened a channel can open sub-channels and not"
                    + " offer them: " + primary.channel());
        }
        return control.call(
                new Pending.Allowed("offer sub-channels: name=" + primary.channel().offerName()
                        + " count=" + atMost),
                (machine, id) -> machine.subchannels(id, primary.origin().key(), atMost),
                primary.origin().options().timeout());
    }

    /// Waits until the other side opens a sub-channel, for the side that provides the channel.
    ///
    /// @param atMost how long to wait
    /// @return the sub-channel, to be closed by the caller, or with the primary channel; null if
    ///     the time has passed
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.ChannelClosedException if the channel has ended
    public @Nullable BusChannel accept(Duration atMost) throws InterruptedException {
        return primary.arrivals().take(atMost);
    }

    @Override
    public String toString() {
        return "ChannelGroup[" + primary.channel() + "]";
    }
}
