// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.Mapping;
import org.ringway.wire.RelId;

/// The other end of a channel of the child that is tried: its own rings, without any manners.
///
/// Unless a rule is about signals, it signals after every packet: nobody sleeps through one then.
final class Peer {
    private final Life life;
    final RelId relId;
    /// How often the child had closed a channel with this id when this one began.
    final long closedBefore;
    /// What the child reads.
    final RawRing out;
    /// What the child writes.
    final RawRing in;
    final Doorbell bell;
    /// The number of the ring's pages.
    final GpadlId ring;
    private final Mapping outMemory;
    private final Mapping inMemory;
    private int writeAt;
    private int readAt;
    private long tags;

    Peer(Life life, RelId relId, GpadlId ring, Mapping out, Mapping in, Doorbell bell) {
        this.life = life;
        this.ring = ring;
        this.relId = relId;
        this.closedBefore = life.timesClosed(relId);
        this.outMemory = out;
        this.inMemory = in;
        this.out = RawRing.over(out);
        this.in = RawRing.over(in);
        this.bell = bell;
        this.out.word(RawRing.WISH, 0);
        this.out.word(RawRing.FEATURES, 1);
        this.in.word(RawRing.MASK, 1);
    }

    Life life() {
        return life;
    }

    long newTag() {
        return ++tags;
    }

    int writeAt() {
        return writeAt;
    }

    // ---- sending

    boolean hasRoom(int packetBytes) {
        int read = out.word(RawRing.READ_INDEX);
        Broken.unless(out.isPosition(read), "the child's read index is no position: " + read
                + " of " + out.size());
        return out.free(writeAt, read) >= packetBytes + Packet.TRAILER;
    }

    /// Writes a record that is not visible yet.
    void write(byte[] packet) {
        life.patience().until("room in the ring that the child reads", () -> {
            life.serve();
            return hasRoom(packet.length);
        });
        byte[] record = Arrays.copyOf(packet, packet.length + Packet.TRAILER);
        for (int i = 0; i < 4; i++) {
            record[packet.length + 4 + i] = (byte) (writeAt >>> 8 * i);
        }
        out.put(writeAt, record);
        writeAt = out.advance(writeAt, record.length);
    }

    /// Makes visible what was written.
    ///
    /// @return whether the child is due a signal for it
    boolean publish() {
        int before = out.word(RawRing.WRITE_INDEX);
        out.word(RawRing.WRITE_INDEX, writeAt);
        return out.word(RawRing.MASK) == 0 && out.word(RawRing.READ_INDEX) == before;
    }

    void send(byte[] packet) {
        write(packet);
        publish();
        bell.signal();
    }

    /// Publishes bytes that are no whole packet, from where the next one would be.
    void sendFragment(byte[] bytes, int visible) {
        out.put(writeAt, bytes);
        writeAt = out.advance(writeAt, visible);
        publish();
        bell.signal();
    }

    // ---- receiving

    /// {@return the next record if there is one; nothing of it is checked but its length}
    @Nullable Packet look() {
        int write = in.word(RawRing.WRITE_INDEX);
        Broken.unless(in.isPosition(write),
                "the child's write index is no position: " + write + " of " + in.size());
        int there = in.distance(readAt, write);
        if (there == 0) {
            return null;
        }
        Packet head = new Packet(readAt, in.get(readAt, Packet.DESCRIPTOR));
        int record = head.length() + Packet.TRAILER;
        Broken.unless(head.length() >= Packet.DESCRIPTOR && record <= there,
                "the child published " + there + " bytes and no whole packet in it: " + head);
        return new Packet(readAt, in.get(readAt, record));
    }

    /// Gives a record back to the child, and signals if it waits for room.
    void release(Packet packet) {
        readAt = in.advance(packet.position(), packet.bytes().length);
        in.word(RawRing.READ_INDEX, readAt);
        if (in.word(RawRing.WISH) != 0) {
            bell.signal();
        }
    }

    Packet next(String what) {
        Packet packet = life.patience().await(what, () -> {
            life.serve();
            Packet found = look();
            if (found == null) {
                life.mustBeOpen(this, what);
            }
            return found;
        });
        release(packet);
        return packet;
    }

    /// {@return the answer to one packet of ours; answers to others may come before it}
    Packet answer(long tag) {
        while (true) {
            Packet packet = next("the packet with number " + tag);
            if (packet.type() != Packet.COMPLETION && packet.tag() == tag) {
                return packet;
            }
        }
    }

    Packet completion(long id) {
        while (true) {
            Packet packet = next("the completion of packet " + id);
            if (packet.type() == Packet.COMPLETION && packet.id() == id) {
                return packet;
            }
        }
    }

    // ---- sentences

    /// Has a payload of so many bytes sent back.
    Packet echo(int bytes) {
        long tag = newTag();
        send(Packet.inBand(0, 0, Packet.command(Task.ECHO, bytes, tag, bytes)));
        return answer(tag);
    }

    /// Has a packet completed, with so many bytes.
    Packet complete(int bytes) {
        long id = newTag();
        send(Packet.inBand(1, id, Packet.command(Task.ECHO, bytes, id, bytes)));
        return completion(id);
    }

    /// Waits for any signal.
    Wake awaitWake(String what) {
        return life.patience().await(what, () -> {
            life.serve();
            Wake wake = bell.poll();
            return wake == Wake.TIMED_OUT ? null : wake;
        });
    }

    void unmap() {
        outMemory.close();
        inMemory.close();
    }
}
