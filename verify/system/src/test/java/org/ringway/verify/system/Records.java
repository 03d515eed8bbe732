// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.ringway.memory.GpaRange;
import org.ringway.platform.Platform;

/// Packets of one size, of which a ring holds a whole number: so the villain knows where in memory
/// the victim is going to read.
final class Records {
    /// Pages of each ring.
    static final int PAGES = 17;
    /// Bytes of a packet with its trailer.
    static final int BYTES = 256;
    /// Bytes of its payload.
    static final int PAYLOAD = BYTES - 24;
    /// Packets around the ring.
    static final int AROUND = (PAGES - 1) * Platform.PAGE_BYTES / BYTES;
    /// Bytes of the message in it.
    static final int MESSAGE = PAYLOAD - 8;
    static final int FEW = 3;
    /// As many as a victim takes between two looks at the index.
    static final int MANY_AT_ONCE = 8;
    static final int MANY = 20_000;

    /// Where a packet's payload begins; in a packet that names pages, the list of them.
    private static final int PAYLOAD_AT = 16;
    private static final int RANGE_COUNT_AT = PAYLOAD_AT + 4;
    private static final int BYTE_COUNT_AT = PAYLOAD_AT + 8;
    private static final int PIPE_BYTES_AT = PAYLOAD_AT + 4;
    private static final int LIST_BYTES = 24;
    static final int PIPE_DATA = 1;

    /// Also a whole message of a VMBus pipe: its type, then its length.
    private static final MemorySegment PACKET = packet();
    private static final MemorySegment COMMAND =
            MemorySegment.ofArray(new byte[PAYLOAD - LIST_BYTES]);

    private static MemorySegment packet() {
        MemorySegment packet = MemorySegment.ofArray(new int[PAYLOAD / Integer.BYTES]);
        packet.setAtIndex(ValueLayout.JAVA_INT, 0, PIPE_DATA);
        packet.setAtIndex(ValueLayout.JAVA_INT, 1, MESSAGE);
        return packet;
    }

    private final RawChannel channel;
    private final SplittableRandom random = new SplittableRandom(1);

    Records(RawChannel channel) {
        this.channel = channel;
    }

    /// Sends packets as they should be.
    void send(int packets) {
        for (int i = 0; i < packets; i++) {
            publish();
            channel.doorbell().signal();
        }
    }

    /// Sends one and does not signal.
    void publish() {
        while (!channel.outgoing().tryWrite(0, false, PACKET)) {
            Thread.onSpinWait();
        }
        channel.outgoing().publish();
    }

    /// Sends packets that name a page.
    void sendNaming(long pfn, int packets) {
        List<GpaRange> page = List.of(GpaRange.ofPages(pfn, 1));
        for (int i = 0; i < packets; i++) {
            while (!channel.outgoing().tryWriteDirect(0, page, COMMAND)) {
                channel.incoming().next();
                channel.incoming().commit();
            }
            channel.outgoing().publish();
            channel.doorbell().signal();
        }
    }

    void complete(long transactionId) {
        while (!channel.outgoing().tryComplete(transactionId, PACKET)) {
            Thread.onSpinWait();
        }
        channel.outgoing().publish();
        channel.doorbell().signal();
    }

    /// {@return the transaction of the next packet from the victim}
    long awaitRequest() {
        while (true) {
            var packet = channel.incoming().next();
            if (packet != null) {
                long id = packet.transactionId();
                channel.incoming().commit();
                return id;
            }
            Thread.onSpinWait();
        }
    }

    void answerOne() {
        complete(awaitRequest());
    }

    // ---- malice

    int anyPosition() {
        return random.nextInt(AROUND) * BYTES;
    }

    /// Mostly by a little: only an index before what the victim has just read is a step back.
    void moveIndex() {
        int near = channel.toVictim().readIndex() / BYTES + random.nextInt(MANY_AT_ONCE);
        channel.toVictim().writeIndex(
                random.nextInt(MANY_AT_ONCE) == 0 ? anyPosition() : near % AROUND * BYTES);
    }

    void rewriteOffset() {
        channel.toVictim().offset8(anyPosition(), random.nextBoolean() ? 2 : 30);
    }

    void rewriteLength() {
        channel.toVictim().length8(anyPosition(), 0xFFFF);
    }

    void rewriteRanges() {
        int packet = anyPosition();
        channel.toVictim().putInt(packet + RANGE_COUNT_AT, any(0, 1, 2, 0x1FFF_FFFF, -1));
        channel.toVictim().putInt(packet + BYTE_COUNT_AT, any(0, 1, 4096, 4097, -1));
    }

    void rewritePipeHeader() {
        channel.toVictim().putInt(anyPosition() + PIPE_BYTES_AT, any(0, 1, MESSAGE, PAYLOAD, -1));
    }

    void wishTheImpossible() {
        int all = channel.toVictim().dataBytes();
        channel.toVictim().pendingSendSize(any(-1, all, all - 1, 7));
    }

    void scatter() {
        RawRing ring = channel.toVictim();
        ring.putLong(random.nextInt(ring.dataBytes() / 8) * 8, random.nextLong());
        ring.writeIndex(random.nextInt(ring.dataBytes() / 8) * 8);
    }

    private int any(int... values) {
        return values[random.nextInt(values.length)];
    }

    /// Does something again and again until interrupted.
    static Thread forEver(Runnable action) {
        return Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                action.run();
            }
        });
    }
}
