// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.ProtocolException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.WaitStrategy;

/// Carries packets between two channels, each byte copied once from ring to ring. A packet that
/// wants an answer is copied once more, because its place in the ring is needed before the answer
/// is there.
///
/// A packet that points at memory outside its ring ends both channels: the other side could not
/// look there.
final class PacketRelay {
    /// Each end waits as long as the other takes.
    static final ChannelOptions OPTIONS = ChannelOptions.DEFAULT
            .withWaiting(WaitStrategy.BLOCK).withTimeout(Duration.ofDays(365));

    private static final int PAGE = 4096;
    /// What a ring has beside the largest payload: a descriptor, a trailer and what stays free.
    private static final int NO_PAYLOAD_BYTES = 32;
    private static final int AT_ONCE = 256;

    private PacketRelay() {}

    /// {@return how to open the other channel: whatever its ring from there carries fits into the
    /// first one's ring, and the other way round any packet fits}
    static ChannelOptions like(BusChannel near) {
        int ringBytes = near.largestPayload() + NO_PAYLOAD_BYTES;
        return OPTIONS.withPages(OPTIONS.outgoingPages(), 1 + Math.ceilDiv(ringBytes, PAGE));
    }

    /// Carries until one of them ends, and ends the other one, too.
    ///
    /// - **Blocking:** yes.
    static void carry(BusChannel near, BusChannel far) throws InterruptedException {
        Thread back = Thread.ofVirtual().name("guest relay").start(() -> copy(far, near));
        copy(near, far);
        back.join();
    }

    private static void copy(BusChannel from, BusChannel to) {
        try (from; to) {
            while (true) {
                from.receive(packet -> forward(packet, to), AT_ONCE, OPTIONS.timeout());
            }
        } catch (BusException _) {
            // One of them has ended, or has broken a rule.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forward(IncomingPacket packet, BusChannel to) {
        if (packet.hasExternal()) {
            throw new ProtocolException("packet points outside its ring, and is relayed");
        }
        try {
            if (packet.completionRequested()) {
                ask(packet.defer(), to);
            } else {
                to.send(packet.payload());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelClosedException("relay was interrupted");
        }
    }

    private static void ask(DeferredPacket question, BusChannel to) throws InterruptedException {
        to.start(null, question.payload(), new CompletionHandler() {
            @Override
            public void completed(MemorySegment answer) {
                question.complete(answer);
            }

            @Override
            public void failed(BusException why) {
                // Nobody waits: the other channel ends with this one.
            }
        });
    }
}
