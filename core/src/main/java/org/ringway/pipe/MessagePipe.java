// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;

/// Messages of exact length over a channel whose offer is a message pipe.
///
/// On an offer with VMBus's pipe type a message has at most 16,384 bytes and is one packet; on one
/// with ours it has any size and travels in fragments.
///
/// A message that has begun is finished: neither interruption nor a short time given cuts it in
/// two, only the channel's own timeout does, and then the channel is closed.
///
/// - **Thread:** any; messages of several senders do not mix, each receiver gets whole messages.
/// - **Allocation:** a few small objects per message.
public final class MessagePipe implements AutoCloseable {
    /// The longest message [#receive(Duration)] makes an array for.
    public static final int MAX_ARRAY_BYTES = 64 << 20;

    private final BusChannel channel;
    private final PipeFraming framing;
    private final int largestFragment;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private final MemorySegment scratch = MemorySegment.ofArray(new long[3]);
    private @Nullable DeferredPacket head;
    private PipeFraming.@Nullable Fragment headFragment;

    private MessagePipe(BusChannel channel, PipeFraming framing) {
        this.channel = channel;
        this.framing = framing;
        // Four fragments fit into the ring: the receiver copies one, the sender writes the next.
        int most = Math.max(64, channel.largestPayload() / 4) & ~7;
        this.largestFragment = most - framing.headerBytes();
    }

    /// A pipe over a channel; nobody else may send or receive on it.
    ///
    /// @param channel whose offer is a message pipe
    /// @return the pipe
    /// @throws IllegalArgumentException if it is not
    public static MessagePipe over(BusChannel channel) {
        return new MessagePipe(channel, PipeFraming.of(channel.offer()));
    }

    /// {@return the channel below}
    public BusChannel channel() {
        return channel;
    }

    /// {@return bytes of the largest message}
    public long largestMessage() {
        return Math.min(framing.largestMessage(), framing == PipeFraming.VMBUS
                ? channel.largestPayload() - framing.headerBytes() : Long.MAX_VALUE);
    }

    /// Sends a message; waits for room.
    ///
    /// @param message any length up to [#largestMessage], perhaps none; copied before this returns
    /// @throws InterruptedException if interrupted before any of it was sent
    /// @throws IllegalArgumentException if it is too long
    public void send(MemorySegment message) throws InterruptedException {
        long total = message.byteSize();
        if (total > largestMessage()) {
            throw new IllegalArgumentException("message is too long for this pipe: bytes=" + total
                    + " largest=" + largestMessage());
        }
        sending.lockInterruptibly();
        try {
            Outgoing outgoing = new Outgoing(message);
            outgoing.sendFragment();
            if (outgoing.next < total) {
                uninterrupted(outgoing::sendRest);
            }
        } finally {
            sending.unlock();
        }
    }

    /// A message on its way into the ring.
    private final class Outgoing {
        private final MemorySegment message;
        private long next;

        Outgoing(MemorySegment message) {
            this.message = message;
        }

        void sendRest() throws InterruptedException {
            while (next < message.byteSize()) {
                sendFragment();
            }
        }

        void sendFragment() throws InterruptedException {
            long left = message.byteSize() - next;
            int bytes = (int) (framing == PipeFraming.VMBUS
                    ? left : Math.min(left, largestFragment));
            int header = framing.headerBytes();
            PipeFraming.Fragment fragment =
                    new PipeFraming.Fragment(bytes, message.byteSize(), next);
            channel.send(header + bytes, room -> {
                framing.write(room, fragment);
                MemorySegment.copy(message, next, room, header, bytes);
            });
            next += bytes;
        }
    }

    /// Waits for a message and says how long it is; the next receive gets it.
    ///
    /// @param atMost how long to wait
    /// @return its bytes, or -1 if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public long awaitBytes(Duration atMost) throws InterruptedException {
        TimeLimit limit = TimeLimit.in(atMost);
        if (!receiving.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
            return -1;
        }
        try {
            return fetchHead(limit) ? headTotal() : -1;
        } finally {
            receiving.unlock();
        }
    }

    /// Waits for a message and copies it.
    ///
    /// @param target at least as long as the message
    /// @param atMost how long to wait for its beginning
    /// @return its bytes, or -1 if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalArgumentException if it is longer than the target; it can still be received
    public long receive(MemorySegment target, Duration atMost) throws InterruptedException {
        TimeLimit limit = TimeLimit.in(atMost);
        if (!receiving.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
            return -1;
        }
        try {
            return receiveAlone(target, limit);
        } finally {
            receiving.unlock();
        }
    }

    /// Waits for a message and makes an array for it.
    ///
    /// @param atMost how long to wait for its beginning
    /// @return the message, or null if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalArgumentException if it is longer than [#MAX_ARRAY_BYTES]; it can still be
    ///     received into a segment
    public byte @Nullable [] receive(Duration atMost) throws InterruptedException {
        TimeLimit limit = TimeLimit.in(atMost);
        if (!receiving.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        try {
            if (!fetchHead(limit)) {
                return null;
            }
            requireFits(MAX_ARRAY_BYTES);
            byte[] message = new byte[(int) headTotal()];
            receiveAlone(MemorySegment.ofArray(message), limit);
            return message;
        } finally {
            receiving.unlock();
        }
    }

    private long receiveAlone(MemorySegment target, TimeLimit limit) throws InterruptedException {
        Incoming message = new Incoming(target);
        if (head != null) {
            requireFits(target.byteSize());
            message.takeHead();
        } else if (!awaitPacket(message::begin, limit)) {
            return -1;
        } else if (head != null) {
            requireFits(target.byteSize());
        }
        if (message.next < message.total) {
            uninterrupted(() -> receiveRest(message));
        }
        return message.total;
    }

    private void receiveRest(Incoming message) throws InterruptedException {
        while (message.next < message.total) {
            if (channel.receive(message::goOn, 1, channel.options().timeout()) == 0) {
                throw new BusTimeoutException("the rest of a message did not come: bytes="
                        + message.next + " of=" + message.total);
            }
        }
    }

    private boolean fetchHead(TimeLimit limit) throws InterruptedException {
        return head != null || awaitPacket(this::keepHead, limit);
    }

    private boolean awaitPacket(PacketHandler handler, TimeLimit limit)
            throws InterruptedException {
        return channel.receive(
                handler, 1, limit.left()) > 0;
    }

    private void keepHead(IncomingPacket packet) {
        headFragment = framing.read(packet, scratch.asSlice(0, framing.headerBytes()));
        if (headFragment.offset() != 0) {
            throw new ProtocolException(
                    "a message does not begin at its beginning: offset=" + headFragment.offset());
        }
        head = packet.defer();
    }

    private long headTotal() {
        return headFragment == null ? 0 : headFragment.total();
    }

    private void requireFits(long room) {
        if (headTotal() > room) {
            throw new IllegalArgumentException("message is longer than the target: messageBytes="
                    + headTotal() + " targetBytes=" + room);
        }
    }

    /// A message on its way into its target.
    private final class Incoming {
        private final MemorySegment target;
        private long total;
        private long next;

        Incoming(MemorySegment target) {
            this.target = target;
        }

        void takeHead() {
            DeferredPacket packet = head;
            PipeFraming.Fragment fragment = headFragment;
            if (packet == null || fragment == null) {
                throw new IllegalStateException("no message has begun");
            }
            MemorySegment.copy(packet.payload(), framing.headerBytes(), target, 0,
                    fragment.bytes());
            packet.close();
            head = null;
            headFragment = null;
            total = fragment.total();
            next = fragment.bytes();
        }

        void begin(IncomingPacket packet) {
            PipeFraming.Fragment fragment =
                    framing.read(packet, scratch.asSlice(0, framing.headerBytes()));
            if (fragment.offset() != 0 || fragment.total() > target.byteSize()) {
                keepHead(packet);
                return;
            }
            total = fragment.total();
            copy(packet, fragment);
        }

        void goOn(IncomingPacket packet) {
            PipeFraming.Fragment fragment =
                    framing.read(packet, scratch.asSlice(0, framing.headerBytes()));
            if (fragment.offset() != next || fragment.total() != total) {
                throw new ProtocolException("fragments do not follow each other: offset="
                        + fragment.offset() + " expected=" + next + " total=" + fragment.total()
                        + " expected=" + total);
            }
            copy(packet, fragment);
        }

        private void copy(IncomingPacket packet, PipeFraming.Fragment fragment) {
            packet.copyTo(framing.headerBytes(), target.asSlice(next, fragment.bytes()));
            next += fragment.bytes();
        }
    }

    private interface Rest {
        void run() throws InterruptedException;
    }

    /// Finishes what has begun; an interrupt is remembered. What fails in the middle ends the pipe.
    private void uninterrupted(Rest rest) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    rest.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Closes the channel.
    @Override
    public void close() {
        channel.close();
    }
}
