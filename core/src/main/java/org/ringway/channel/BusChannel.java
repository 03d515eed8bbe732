// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.UserData;

/// A channel to another partition: packets both ways, without the root.
///
/// Payloads are padded to 8 bytes: the receiver sees a length rounded up and zeros behind the end;
/// [org.ringway.pipe.MessagePipe] keeps exact lengths. A packet may want a *completion*, which is
/// the answer to it, and may *lend* a part of a [SharedBuffer], on which the receiver works in
/// place until it completes, or slots of a [TransferPool].
///
/// | call | waits | when there is no room |
/// |---|---|---|
/// | `trySend`, `tryStart`, `poll` | never | answers `false` or 0 |
/// | `send`, `start`, `request`, `receive` | as [ChannelOptions#waiting] says | until the timeout |
///
/// - **Thread:** any for all of it, unless [ChannelOptions#singleSender] promises less. Handlers
///   run on the thread that calls `receive` or `poll`, one at a time; completions are settled by
///   whichever thread reads.
/// - **Timeouts:** a send or a request that runs out of time throws
///   [org.ringway.BusTimeoutException] and has done nothing, but a request may still arrive;
///   receiving nothing is no error. Calls without a time use [ChannelOptions#timeout].
/// - **Interruption:** ends the wait with [InterruptedException]; the channel stays open.
/// - **End:** after [#close] here every call and every waiter gets
///   [org.ringway.ChannelClosedException]. When the other side ends, what it had committed can
///   still be received; then the calls say how: closed, [org.ringway.PeerLostException], or
///   [org.ringway.RingCorruptException] if it broke a rule.
/// - **Allocation:** none per in-band packet; little per lent one.
public final class BusChannel implements AutoCloseable {
    private final ChannelSide.Wiring wiring;
    private final ChannelParts parts;

    BusChannel(ChannelSide.Wiring wiring, ChannelParts parts) {
        this.wiring = wiring;
        this.parts = parts;
    }

    /// {@return who the other partition is, as the root vouches}
    public PeerFacts peer() {
        return wiring.peer();
    }

    /// {@return whether the root's policy names both sides as trusting each other}
    ///
    /// Checks are left out only where [ChannelOptions#trusting] says so, too.
    public boolean isTrusted() {
        return wiring.trusted();
    }

    /// {@return what the offer says that this channel was opened on}
    public OfferContent offer() {
        return wiring.offer();
    }

    /// {@return what the consumer said when it opened the channel}
    public UserData openData() {
        return wiring.openData();
    }

    /// {@return the offer's name}
    public Name offerName() {
        return wiring.offerName();
    }

    /// {@return which one of its offer's channels this is: 0 for the primary one}
    ///
    /// Packets of one arrive in their order; between two there is none, and none waits for another.
    public int subchannelIndex() {
        return wiring.subchannelIndex();
    }

    /// {@return how the channel was made and waits}
    public ChannelOptions options() {
        return wiring.options();
    }

    /// {@return bytes of the largest payload of an in-band packet}
    public int largestPayload() {
        return parts.sender().ring().largestPayload();
    }

    /// {@return whether neither side has ended the channel}
    public boolean isOpen() {
        return parts.state().isOpen();
    }

    // ---- sending

    /// Sends a packet that wants no completion, if there is room now.
    ///
    /// @param payload copied before this returns
    /// @return whether it is sent
    /// @throws IllegalArgumentException if it is larger than [#largestPayload]
    public boolean trySend(MemorySegment payload) {
        try {
            parts.state().requireOpen();
            return !parts.sender().isQueued() && parts.sender().tryInBand(0, false, payload);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Sends a packet that wants no completion; waits for room.
    ///
    /// @param payload copied before this returns
    /// @throws InterruptedException if interrupted while it waits; nothing was sent
    public void send(MemorySegment payload) throws InterruptedException {
        if (!trySend(payload)) {
            BooleanSupplier write = () -> parts.sender().ring().tryWrite(0, false, payload);
            waitToSend(write, deadline());
        }
    }

    /// As [#send(MemorySegment)], with a time.
    ///
    /// @param payload copied before this returns
    /// @param atMost how long to wait for room
    /// @throws InterruptedException if interrupted while it waits; nothing was sent
    public void send(MemorySegment payload, Duration atMost) throws InterruptedException {
        if (!trySend(payload)) {
            BooleanSupplier write = () -> parts.sender().ring().tryWrite(0, false, payload);
            waitToSend(write, Deadline.in(atMost));
        }
    }

    /// Sends a packet whose payload is written in place, in the ring; waits for room.
    ///
    /// @param payloadBytes how many bytes
    /// @param fill writes all of them, and runs at most once, while others cannot send
    /// @throws InterruptedException if interrupted while it waits; nothing was sent
    public void send(int payloadBytes, Consumer<MemorySegment> fill) throws InterruptedException {
        Sender sender = parts.sender();
        try {
            parts.state().requireOpen();
            if (!sender.isQueued() && sender.tryInPlace(payloadBytes, fill)) {
                return;
            }
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
        waitToSend(() -> sender.writeInPlace(payloadBytes, fill), deadline());
    }

    private void waitToSend(BooleanSupplier write, Deadline deadline) throws InterruptedException {
        try {
            parts.waiting().send(write, deadline);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Begins a batch: its packets become visible together, with one signal at most.
    ///
    /// @return the batch, to be closed soon: other senders wait for it
    public Batch batch() {
        parts.state().requireOpen();
        return new Batch(parts);
    }

    // ---- requests

    /// Sends a packet and waits for its completion.
    ///
    /// @param payload copied before this returns
    /// @param answer takes the answer, or as much as fits
    /// @return bytes of the answer, a multiple of 8
    /// @throws InterruptedException if interrupted while it waits; the packet may have been sent
    /// @throws IllegalStateException if called by a handler of this channel
    public int request(MemorySegment payload, MemorySegment answer) throws InterruptedException {
        return request(null, payload, answer, options().timeout());
    }

    /// As [#request(MemorySegment, MemorySegment)], perhaps with a buffer lent, and with a time.
    /// After a timeout the buffer stays lent until the completion comes or the channel ends.
    ///
    /// @param lent what the other side may work on until it completes, or null
    /// @param payload the command about it
    /// @param answer takes the answer, or as much as fits
    /// @param atMost how long to wait for room and answer together
    /// @return bytes of the answer, a multiple of 8
    /// @throws InterruptedException if interrupted while it waits; the packet may have been sent
    public int request(SharedBuffer.@Nullable Lendable lent, MemorySegment payload,
            MemorySegment answer, Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.in(atMost);
        try {
            ensureGranted(lent, deadline);
            return parts.requests().call(lent, payload, answer, deadline);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Sends a packet and returns at once; a handler is told of its completion by whichever thread
    /// reads the channel then. Waits for room and for one of [ChannelOptions#maxRequests] places;
    /// showing a buffer to the other side for the first time may take the timeout once more.
    ///
    /// @param lent what the other side may work on until it completes, or null
    /// @param payload copied before this returns
    /// @param handler told exactly once, unless this throws
    /// @throws InterruptedException if interrupted while it waits; nothing was sent
    public void start(SharedBuffer.@Nullable Lendable lent, MemorySegment payload,
            CompletionHandler handler) throws InterruptedException {
        try {
            if (lent != null && !parts.grants().has(lent)) {
                ensureGranted(lent, deadline());
            }
            parts.requests().start(lent, payload, handler);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// As [#start], but never waits.
    ///
    /// @param lent a part of a buffer that [#grant] or an earlier packet has shown to the other
    ///     side, or null
    /// @param payload copied before this returns
    /// @param handler told exactly once if this returns `true`
    /// @return whether it is sent
    public boolean tryStart(SharedBuffer.@Nullable Lendable lent, MemorySegment payload,
            CompletionHandler handler) {
        try {
            return (lent == null || parts.grants().has(lent))
                    && parts.requests().tryStart(lent, payload, handler);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Waits until no request of this side is under way: each is completed, given up ones, too.
    ///
    /// @param atMost how long to wait
    /// @return whether none is; else the time has passed or the channel has ended
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalStateException if called by a handler of this channel
    public boolean drain(Duration atMost) throws InterruptedException {
        try {
            return parts.requests().drain(Deadline.in(atMost));
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    // ---- grants

    /// Shows a buffer to the other side, unless that has happened: one round trip through the root.
    /// The first packet that lends a part of it would do the same.
    ///
    /// @param buffer allocated by this partition
    /// @return the numbers under which the other side knows its regions, in their order, for
    ///     protocols that say them in their payloads
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.RefusedException if the other side or the root refuses it
    /// @throws org.ringway.RootLostException if there is no root to ask
    /// @throws IllegalArgumentException if it is writable and another partition has seen it
    public List<GpadlId> grant(SharedBuffer buffer) throws InterruptedException {
        parts.state().requireOpen();
        return parts.grants().grant(buffer, deadline());
    }

    /// Takes a buffer back from the other side, if it was granted here, and waits until that has no
    /// view of it. The channel's timeout and an interrupt end the wait, not the taking back.
    /// Lending a part of it grants it anew, under other numbers.
    ///
    /// @param buffer of which nobody lends a part meanwhile
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalStateException if a part is lent, or it is bound to a transfer-page set
    /// @throws org.ringway.RootLostException if there is no root to ask; it stays granted
    /// @throws org.ringway.RefusedException likewise, if it was granted under a former root
    public void teardown(SharedBuffer buffer) throws InterruptedException {
        parts.state().requireOpen();
        parts.grants().teardown(buffer, deadline());
    }

    /// Looks at bytes that the other side has granted, for protocols that say in their payloads
    /// where these are.
    ///
    /// @param gpadl the other side's number for its pages
    /// @param offset the first byte, from the beginning of these pages
    /// @param bytes how many, at least one
    /// @return the bytes in place, to be closed before what asked for them is completed
    /// @throws org.ringway.ProtocolException if so many were not granted there; ends the channel
    ///     only if a handler lets it through
    public ExternalData view(GpadlId gpadl, long offset, long bytes) {
        return parts.views().open(gpadl, offset, bytes);
    }

    /// {@return pages that both sides name by offset}
    public TransferSets transferSets() {
        return parts.transferSets();
    }

    private void ensureGranted(SharedBuffer.@Nullable Lendable lent, Deadline deadline)
            throws InterruptedException {
        if (lent != null) {
            parts.state().requireOpen();
            parts.grants().ensure(lent, deadline);
        }
    }

    // ---- receiving

    /// Hands packets to a handler as far as they are there.
    ///
    /// @param handler called for one packet after the other
    /// @param limit at most so many
    /// @return how many; 0 also while another thread receives, or while paused
    public int poll(PacketHandler handler, int limit) {
        try {
            int handled = parts.waiting().poll(handler, limit);
            return parts.end().unlessOver(handled);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Waits for a packet, then hands over what is there.
    ///
    /// @param handler called for one packet after the other
    /// @param limit at most so many
    /// @param atMost how long to wait for the first
    /// @return how many, 0 if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public int receive(PacketHandler handler, int limit, Duration atMost)
            throws InterruptedException {
        try {
            int handled = parts.waiting().receive(handler, limit, atMost);
            return parts.end().unlessOver(handled);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Waits for one packet and takes a private copy of it.
    ///
    /// @param atMost how long to wait
    /// @return the packet, to be completed or closed; null if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public @Nullable DeferredPacket receive(Duration atMost) throws InterruptedException {
        DeferredPacket[] taken = new DeferredPacket[1];
        receive(packet -> taken[0] = packet.defer(), 1, atMost);
        return taken[0];
    }

    /// Hands out no more packets, and waits until those handed out are completed: deferred ones,
    /// too. Whoever receives meanwhile waits; sending, and answers to requests, go on.
    ///
    /// @param atMost how long to wait
    /// @return whether nothing is in hand any more; else the time has passed or the channel has
    ///     ended. It stays paused in any case
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalStateException if called by a handler of this channel
    public boolean pause(Duration atMost) throws InterruptedException {
        try {
            return parts.waiting().pauseDelivery(Deadline.in(atMost));
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Hands out packets again. Does nothing if that is so already.
    public void resume() {
        parts.delivery().resume();
    }

    // ---- the end

    /// {@return counters of this side}
    public ChannelStatistics statistics() {
        return parts.statistics();
    }

    /// Ends the channel for both sides. Requests under way fail, waiters wake. Packets sent before
    /// are still delivered. Idempotent; also needed after the other side's end.
    @Override
    public void close() {
        parts.close();
    }

    private Deadline deadline() {
        return Deadline.in(options().timeout());
    }

    @Override
    public String toString() {
        return "BusChannel[" + wiring.offerName() + " " + wiring.subchannelIndex()
                + " with " + wiring.peer() + "]";
    }
}
