// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;

/// Messages of exact length over a channel whose offer is a message pipe.
///
/// On an offer with VMBus's pipe type a message has at most 16,384 bytes and is one packet; on one
/// with ours it has any size and travels in fragments, or, if small, with others: see [#batch].
///
/// A message that has begun is finished: neither interruption nor a short time given cuts it in
/// two, only the channel's own timeout does, and then the channel is closed.
///
/// - **Thread:** any; messages of several senders do not mix, each receiver gets whole messages.
/// - **Allocation:** a few small objects per message.
public final class MessagePipe implements AutoCloseable {
    /// The longest message [#receive(Duration)] makes an array for.
    public static final int MAX_ARRAY_BYTES = 64 << 20;
    /// The shortest message that is lent: below that two copies through the ring, which stays in
    /// the caches, are faster than one of pages.
    public static final int LEND_BYTES = 1 << 20;

    private final BusChannel channel;
    private final PipeFraming framing;
    private final int largestFragment;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private final MessageReader reader;
    private final LentMessages lent;

    private MessagePipe(BusChannel channel, PipeFraming framing) {
        this.channel = channel;
        this.framing = framing;
        // Four fragments fit into the ring: the receiver copies one, the sender writes the next.
        int most = Math.max(64, channel.largestPayload() / 4) & ~7;
        this.largestFragment = most - framing.headerBytes();
        this.reader = new MessageReader(channel, framing);
        this.lent = new LentMessages(channel);
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
        requireSendable(message);
        sending.lockInterruptibly();
        try {
            sendAlone(message);
        } finally {
            sending.unlock();
        }
    }

    /// Sends a message that lies in pages which the other side may see, the faster way: a short one
    /// through the ring, one of [#LEND_BYTES] or more by lending the pages, out of which the other
    /// side copies it. Where they cannot be lent, because there is no root, or it or the other side
    /// refuses, or another partition has seen them and could write them, it goes through the ring.
    ///
    /// A lent message waits until the other side has received it.
    ///
    /// @param message any length up to [#largestMessage]; may change when this has returned
    /// @throws InterruptedException if interrupted before any of it was sent
    /// @throws IllegalArgumentException if it is too long
    public void send(SharedBuffer.Slice message) throws InterruptedException {
        sending.lockInterruptibly();
        try {
            if (framing == PipeFraming.FRAGMENTS && lent.canLend(message)) {
                MemorySegment header = MemorySegment.ofArray(new byte[framing.headerBytes()]);
                framing.write(header, PipeFraming.Fragment.lent(message.byteSize()));
                lent.send(message, header);
            } else {
                sendAlone(message.bytes());
            }
        } finally {
            sending.unlock();
        }
    }

    private void requireSendable(MemorySegment message) {
        if (message.byteSize() > largestMessage()) {
            throw new IllegalArgumentException("message is too long for this pipe: bytes="
                    + message.byteSize() + " largest=" + largestMessage());
        }
    }

    /// Sends a message in packets of its own; the caller has the right to send.
    void sendAlone(MemorySegment message) throws InterruptedException {
        requireSendable(message);
        Outgoing outgoing = new Outgoing(message);
        outgoing.sendFragment();
        if (outgoing.next < message.byteSize()) {
            Uninterrupted.run(channel, outgoing::sendRest);
        }
    }

    /// Begins a batch: small messages share packets. On an offer with VMBus's pipe type, whose
    /// readers know nothing of that, each is a packet as ever.
    ///
    /// @return the batch, to be closed soon: other senders wait for it
    /// @throws InterruptedException if interrupted while others send
    public MessageBatch batch() throws InterruptedException {
        sending.lockInterruptibly();
        return new MessageBatch(this, largestFragment + framing.headerBytes());
    }

    boolean packs() {
        return framing == PipeFraming.FRAGMENTS;
    }

    void endSending() {
        sending.unlock();
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
            return reader.fetch(limit) ? reader.nextBytes() : -1;
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
            return reader.receive(target, limit);
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
            if (!reader.fetch(limit)) {
                return null;
            }
            reader.requireFits(MAX_ARRAY_BYTES);
            byte[] message = new byte[(int) reader.nextBytes()];
            reader.receive(MemorySegment.ofArray(message), limit);
            return message;
        } finally {
            receiving.unlock();
        }
    }

    /// Waits for a message, then hands over those that came with it; who sends many small ones in
    /// a [#batch] is best received like this.
    ///
    /// @param handler told of one message after the other; what it throws comes out of here, and
    ///     that message is gone
    /// @param limit at most so many
    /// @param atMost how long to wait for the first
    /// @return how many, 0 if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalArgumentException if one is longer than [#MAX_ARRAY_BYTES]; it can still be
    ///     received into a segment
    public int receive(MessageHandler handler, int limit, Duration atMost)
            throws InterruptedException {
        TimeLimit left = TimeLimit.in(atMost);
        if (!receiving.tryLock(left.leftNanos(), TimeUnit.NANOSECONDS)) {
            return 0;
        }
        try {
            return reader.receive(handler, limit, left);
        } finally {
            receiving.unlock();
        }
    }

    /// Closes the channel.
    @Override
    public void close() {
        channel.close();
    }
}
