// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A private copy of a packet, and with it the duty to complete it.
///
/// A channel has a quota of these, [ChannelOptions#maxDeferred]; when it is used up no more packets
/// are read until one is completed.
///
/// - **Thread:** any, one at a time. **Blocking:** never.
public final class DeferredPacket implements AutoCloseable {
    private final StoredPacket packet;
    private final PacketContext context;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private @Nullable ExternalData external;
    private @Nullable Object attachment;

    DeferredPacket(StoredPacket packet, PacketContext context) {
        this.packet = packet;
        this.context = context;
    }

    /// {@return the payload, a private copy, a multiple of 8 bytes}
    public MemorySegment payload() {
        return packet.payload();
    }

    /// {@return whether the sender waits for a completion}
    public boolean completionRequested() {
        return packet.completionRequested();
    }

    /// {@return whether the packet points at bytes outside the ring}
    public boolean hasExternal() {
        return packet.external() != null;
    }

    /// {@return the bytes the packet points at; usable by the thread that asked first, which must
    /// also close or complete}
    /// @throws IllegalStateException if it points at nothing, or is completed
    /// @throws org.ringway.ProtocolException if a page was not granted, or a range is not within a
    ///     known transfer-page set
    public ExternalData external() {
        External named = packet.external();
        if (named == null || !open.get()) {
            throw new IllegalStateException("the packet points at nothing or is completed");
        }
        if (external == null) {
            external = named.open(context.views());
        }
        return external;
    }

    /// Remembers something with the packet until it is completed.
    ///
    /// @param value anything, or null to forget it
    public void attach(@Nullable Object value) {
        attachment = value;
    }

    /// {@return what was attached last, or null}
    public @Nullable Object attachment() {
        return attachment;
    }

    /// Answers, if the sender waits for that and the channel is still there, and ends the views of
    /// external data, of which the answer may be a part. Never waits.
    ///
    /// @param answer copied before this returns
    /// @throws IllegalStateException if the packet is completed
    /// @throws IllegalArgumentException if the answer is larger than any packet here
    public void complete(MemorySegment answer) {
        context.sender().requireFits(answer);
        if (!open.compareAndSet(true, false)) {
            throw new IllegalStateException("the packet is completed");
        }
        try {
            if (packet.completionRequested()) {
                context.sender().complete(packet.transactionId(), answer);
            }
        } finally {
            if (external != null) {
                external.close();
            }
            context.release();
        }
    }

    /// Completes with an empty answer, unless completed.
    @Override
    public void close() {
        if (open.get()) {
            complete(Sender.NOTHING);
        }
    }
}
