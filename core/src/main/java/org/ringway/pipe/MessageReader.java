// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.ExternalData;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;

/// Puts messages together from the packets of a channel, and takes packs apart.
///
/// - **Thread:** one at a time, the one that may receive.
final class MessageReader {
    private final BusChannel channel;
    private final PipeFraming framing;
    private final MemorySegment scratch = MemorySegment.ofArray(new long[3]);
    private final MemorySegment start = scratch.asSlice(0, Pack.HEADER_BYTES);
    private final Pack pack = new Pack();
    private final PacketHandler keeping = this::keepHead;
    private @Nullable DeferredPacket head;
    private PipeFraming.@Nullable Fragment headFragment;

    MessageReader(BusChannel channel, PipeFraming framing) {
        this.channel = channel;
        this.framing = framing;
    }

    /// Waits until the beginning of a message is here.
    boolean fetch(TimeLimit limit) throws InterruptedException {
        return isHere() || awaitPacket(keeping, limit);
    }

    private boolean isHere() {
        return !pack.isEmpty() || head != null;
    }

    /// {@return bytes of the message whose beginning is here}
    long nextBytes() {
        if (!pack.isEmpty()) {
            return pack.nextBytes();
        }
        return headFragment == null ? 0 : headFragment.total();
    }

    /// Refuses a message that would not fit; it stays here.
    void requireFits(long room) {
        if (nextBytes() > room) {
            throw new IllegalArgumentException("message is longer than the target: messageBytes="
                    + nextBytes() + " targetBytes=" + room);
        }
    }

    /// Copies a message.
    ///
    /// @return its bytes, -1 if none came
    long receive(MemorySegment target, TimeLimit limit) throws InterruptedException {
        Incoming message = new Incoming(target);
        if (!isHere() && !awaitPacket(message::begin, limit)) {
            return -1;
        }
        if (isHere()) {
            requireFits(target.byteSize());
        }
        if (!pack.isEmpty()) {
            return pack.takeInto(target);
        }
        if (head != null) {
            message.takeHead();
        }
        if (message.next < message.total) {
            Uninterrupted.run(channel, () -> receiveRest(message));
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

    /// Hands out what is here of a pack, or else of the next packet.
    ///
    /// @return how many messages, 0 if none came
    int receive(MessageHandler handler, int limit, TimeLimit left) throws InterruptedException {
        if (!fetch(left)) {
            return 0;
        }
        if (!pack.isEmpty()) {
            return pack.deliver(handler, limit);
        }
        requireFits(MessagePipe.MAX_ARRAY_BYTES);
        MemorySegment message = MemorySegment.ofArray(new byte[(int) nextBytes()]);
        receive(message, left);
        handler.received(message, 0, message.byteSize());
        return 1;
    }

    private boolean awaitPacket(PacketHandler handler, TimeLimit limit)
            throws InterruptedException {
        return channel.receive(handler, 1, limit.left()) > 0;
    }

    private void keepHead(IncomingPacket packet) {
        if (takesPack(packet)) {
            return;
        }
        headFragment = framing.read(packet, scratch.asSlice(0, framing.headerBytes()));
        if (headFragment.offset() != 0) {
            throw new ProtocolException(
                    "a message does not begin at its beginning: offset=" + headFragment.offset());
        }
        head = packet.defer();
    }

    /// Only where a message may begin.
    private boolean takesPack(IncomingPacket packet) {
        if (framing != PipeFraming.FRAGMENTS || packet.payloadBytes() < Pack.HEADER_BYTES) {
            return false;
        }
        packet.copyTo(0, start);
        if (!Pack.isOne(start)) {
            return false;
        }
        pack.load(packet);
        return true;
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
            total = fragment.total();
            try {
                if (fragment.isLent()) {
                    copyLent(packet.external());
                } else {
                    MemorySegment.copy(packet.payload(), framing.headerBytes(), target, 0,
                            fragment.bytes());
                    next = fragment.bytes();
                }
            } catch (ProtocolException e) {
                channel.close();
                throw e;
            } finally {
                packet.close();
                head = null;
                headFragment = null;
            }
        }

        /// The other side can write these bytes all the while, so nothing is decided by them.
        private void copyLent(ExternalData lent) {
            if (lent.byteSize() != total) {
                throw new ProtocolException("lent pages are not as long as their message: bytes="
                        + lent.byteSize() + " total=" + total);
            }
            lent.copyTo(0, target.asSlice(next, total));
            next += total;
        }

        void begin(IncomingPacket packet) {
            if (takesPack(packet)) {
                return;
            }
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
            if (fragment.isLent()) {
                copyLent(packet.external());
                return;
            }
            packet.copyTo(framing.headerBytes(), target.asSlice(next, fragment.bytes()));
            next += fragment.bytes();
        }
    }
}
