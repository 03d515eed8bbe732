// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ringway.platform.Platform;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.Reservation;
import org.ringway.ring.RingMemory;

/// What a packet costs on one core, piece by piece: no other core takes a cache line away.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingPieces {
    private static final int DATA_PAGES = 255;

    /// Of a message.
    @Param({"32", "1024"})
    private int bytes;

    private final Arena arena = Arena.ofConfined();
    private final RingMemory memory = RingMemory.of(
            arena.allocate((1L + DATA_PAGES) * Platform.PAGE_BYTES, Platform.PAGE_BYTES),
            DATA_PAGES, false);
    private final OutgoingRing out = new OutgoingRing(memory);
    private final IncomingRing in = new IncomingRing(memory);
    private MemorySegment message = MemorySegment.NULL;
    private MemorySegment target = MemorySegment.NULL;

    /// For JMH.
    public RingPieces() {}

    /// Makes room for a message.
    @Setup
    public void allocate() {
        message = arena.allocate(bytes, Long.BYTES);
        target = arena.allocate(bytes, Long.BYTES);
    }

    /// Frees it.
    @TearDown
    public void free() {
        arena.close();
    }

    /// {@return whether a signal was due, which is never so}
    @Benchmark
    public boolean copyInAndOut() {
        out.tryWrite(1, false, message);
        boolean signal = out.publish();
        Packet packet = in.next();
        packet.copyPayload(target);
        return signal | in.commit();
    }

    /// {@return whether a signal was due, which is never so}
    @Benchmark
    public boolean reserveAndCommit() {
        try (Reservation room = out.tryReserve(bytes)) {
            room.payload().set(ValueLayout.JAVA_LONG, 0, 42);
            room.commit(1, false);
        }
        boolean signal = out.publish();
        in.next();
        return signal | in.commit();
    }

    /// {@return what the packet says of itself}
    @Benchmark
    public long parseDescriptor() {
        if (!in.hasNext()) {
            out.tryWrite(1, false, message);
            out.publish();
        }
        long id = in.next().transactionId();
        in.putBack();
        return id;
    }
}
