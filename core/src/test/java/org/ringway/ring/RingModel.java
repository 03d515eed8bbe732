// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a ring should do, said as simply as possible: two queues and four byte counts that only
/// grow. It knows nothing of wrapping, caching or memory.
final class RingModel {
    /// A packet as its reader must find it: what it names, in so many quadwords, and its payload,
    /// padded already.
    record Sent(PacketType type, long id, boolean completionRequested, Object named, int words,
            byte[] payload) {
        private int recordBytes() {
            return 16 + 8 * words + payload.length + 8;
        }
    }

    private final int dataBytes;
    private final Deque<Sent> unpublished = new ArrayDeque<>();
    private final Deque<Sent> readable = new ArrayDeque<>();
    private long written;
    private long published;
    private long looked;
    private long committed;
    private int refused;
    private long wish;
    private boolean masked = true;

    RingModel(int dataBytes) {
        this.dataBytes = dataBytes;
    }

    private long free(long readUpTo, long writtenUpTo) {
        return dataBytes - 8 - (writtenUpTo - readUpTo);
    }

    boolean hasRoom(Sent packet) {
        boolean room = free(committed, written) >= packet.recordBytes();
        if (!room) {
            refused = packet.recordBytes();
        }
        return room;
    }

    /// {@return whether there was room}
    boolean write(Sent packet) {
        if (!hasRoom(packet)) {
            return false;
        }
        unpublished.add(packet);
        written += packet.recordBytes();
        return true;
    }

    boolean isPublished() {
        return published == written;
    }

    /// {@return whether the reader must be signalled}
    boolean publish() {
        boolean signal = !isPublished() && !masked && committed == published;
        readable.addAll(unpublished);
        unpublished.clear();
        published = written;
        return signal;
    }

    /// {@return the packet the reader must find, or null}
    Sent look() {
        Sent packet = readable.poll();
        if (packet != null) {
            looked += packet.recordBytes();
        }
        return packet;
    }

    boolean isCommitted() {
        return committed == looked;
    }

    /// What is written but not published, the reader does not know of.
    ///
    /// @return whether the writer must be signalled
    boolean commit() {
        boolean signal = wish > 0
                && free(committed, published) < wish && free(looked, published) >= wish;
        committed = looked;
        return signal;
    }

    /// {@return whether a packet is there already}
    boolean unmask() {
        masked = !readable.isEmpty();
        return masked;
    }

    void mask() {
        masked = true;
    }

    /// {@return whether there is room already}
    boolean requestSpace() {
        boolean room = free(committed, written) >= refused;
        wish = room ? 0 : Math.max(refused, (dataBytes - 8) / 4 / 8 * 8);
        return room;
    }

    void withdraw() {
        wish = 0;
    }
}
