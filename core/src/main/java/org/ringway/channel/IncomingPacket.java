// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ringway.ring.Packet;

/// A packet in the hands of a [PacketHandler].
///
/// One object serves all packets of a channel. The payload lies in the ring, where its sender can
/// still write: whoever parses it copies first and checks the copy.
///
/// - **Thread:** the handler's, during the call. **Allocation:** none but for segments made on
///   demand.
public final class IncomingPacket {
    private final PacketContext context;
    private @Nullable Packet inRing;
    private @Nullable StoredPacket stored;
    private @Nullable External named;
    private @Nullable ExternalData external;
    private boolean open;

    IncomingPacket(PacketContext context) {
        this.context = context;
    }

    void begin(Packet packet) {
        inRing = packet;
        stored = null;
        named = context.external(packet);
        open = true;
    }

    void begin(StoredPacket packet) {
        inRing = null;
        stored = packet;
        named = packet.external();
        open = true;
    }

    /// The handler has returned.
    void end() {
        if (open && (external != null || completionRequested())) {
            complete(Sender.NOTHING);
        }
        open = false;
    }

    /// The handler has thrown.
    void drop() {
        closeExternal();
        open = false;
    }

    /// {@return the payload's bytes, a multiple of 8}
    public int payloadBytes() {
        return inRing != null ? inRing.payloadBytes() : (int) storedPacket().payload().byteSize();
    }

    /// {@return the payload in place, read-only}
    public MemorySegment payload() {
        return inRing != null ? inRing.payload() : storedPacket().payload().asReadOnly();
    }

    /// Copies a part of the payload.
    ///
    /// @param from first byte of the part
    /// @param target as long as the part
    /// @throws IndexOutOfBoundsException if the part does not lie within the payload
    public void copyTo(int from, MemorySegment target) {
        if (inRing != null) {
            inRing.copyPayload(from, target);
        } else {
            MemorySegment.copy(storedPacket().payload(), from, target, 0, target.byteSize());
        }
    }

    /// {@return whether the sender waits for a completion}
    public boolean completionRequested() {
        return inRing != null
                ? inRing.completionRequested() : storedPacket().completionRequested();
    }

    private StoredPacket storedPacket() {
        if (stored == null) {
            throw new IllegalStateException("no packet: the handler has returned");
        }
        return stored;
    }

    /// {@return whether the packet points at bytes outside the ring}
    public boolean hasExternal() {
        return named != null;
    }

    /// {@return the bytes the packet points at, in place; the same object each time, closed by the
    /// completion}
    /// @throws IllegalStateException if it points at nothing, see [#hasExternal]
    /// @throws org.ringway.ProtocolException if a page was not granted, or a range is not within a
    ///     known transfer-page set; the channel is closed unless the handler catches it
    public ExternalData external() {
        requireOpen();
        if (named == null) {
            throw new IllegalStateException("the packet points at nothing");
        }
        if (external == null) {
            external = named.open(context.views());
        }
        return external;
    }

    /// Completes with an empty answer.
    public void complete() {
        complete(Sender.NOTHING);
    }

    /// Answers, if the sender waits for that, and ends the views of external data, of which the
    /// answer may be a part. Never waits: without room in the ring a copy of the answer is kept and
    /// goes out before anything else.
    ///
    /// @param answer copied before this returns
    /// @throws IllegalStateException if the packet is completed or deferred
    /// @throws IllegalArgumentException if the answer is larger than any packet here
    public void complete(MemorySegment answer) {
        requireOpen();
        context.sender().requireFits(answer);
        open = false;
        try {
            if (completionRequested()) {
                context.sender().complete(transactionId(), answer);
            }
        } finally {
            closeExternal();
        }
    }

    /// Keeps the packet as a private copy, to be completed later and by any thread.
    ///
    /// @return the copy; views of external data made before are closed
    /// @throws IllegalStateException if the packet is completed or deferred
    public DeferredPacket defer() {
        requireOpen();
        closeExternal();
        open = false;
        context.defer();
        return new DeferredPacket(
                stored != null ? stored : StoredPacket.of(ringPacket(), named), context);
    }

    private Packet ringPacket() {
        if (inRing == null) {
            throw new IllegalStateException("no packet: the handler has returned");
        }
        return inRing;
    }

    private long transactionId() {
        return inRing != null ? inRing.transactionId() : storedPacket().transactionId();
    }

    private void closeExternal() {
        if (external != null) {
            external.close();
            external = null;
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the packet is completed or deferred");
        }
    }
}
