// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Inbox;

/// Messages over two rings, each as large as the messages of a round need it.
final class AgronaConduit implements Conduit {
    private static final int TYPE = 1;
    private static final int LIMIT = 256;
    /// As large as a ring of Ringway by default.
    private static final int LEAST_BYTES = 1 << 20;
    /// A message, with its header, is an eighth of a ring at most.
    private static final int RING_PER_MESSAGE = 8;
    private static final int HEADER_BYTES = 8;

    private final Path folder;
    private final boolean near;
    private final IdleStrategy idle;
    private final Map<Integer, Rings> rings = new HashMap<>();
    private final Inbox inboxes = new Inbox();
    private final UnsafeBuffer inboxBuffer = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer messageBuffer = new UnsafeBuffer(0, 0);
    private final MessageHandler handler = this::take;
    private MemorySegment inbox = MemorySegment.NULL;
    private @Nullable Rings current;
    private Sink sink = (_, _) -> { };

    AgronaConduit(Path folder, boolean near, IdleStrategy idle) {
        this.folder = folder;
        this.near = near;
        this.idle = idle;
    }

    private record Rings(OneToOneRingBuffer out, OneToOneRingBuffer in) {}

    @Override
    public void prepare(long bytes, boolean gathered) throws IOException {
        inbox = inboxes.ofBytes(bytes);
        inboxBuffer.wrap(inbox.address(), (int) bytes);
        int capacity = (int) Math.max(LEAST_BYTES,
                Long.highestOneBit(RING_PER_MESSAGE * (bytes + HEADER_BYTES) - 1) << 1);
        Rings known = rings.get(capacity);
        if (known == null) {
            OneToOneRingBuffer there = ring("there", capacity);
            OneToOneRingBuffer back = ring("back", capacity);
            known = near ? new Rings(there, back) : new Rings(back, there);
            rings.put(capacity, known);
        }
        current = known;
    }

    /// A file of zeros is an empty ring, so either end may be first.
    private OneToOneRingBuffer ring(String name, int capacity) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(name + "-" + capacity),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = file.map(FileChannel.MapMode.READ_WRITE, 0,
                    (long) capacity + RingBufferDescriptor.TRAILER_LENGTH);
            return new OneToOneRingBuffer(new UnsafeBuffer(bytes));
        }
    }

    private Rings current() {
        if (current == null) {
            throw new IllegalStateException("not prepared");
        }
        return current;
    }

    @Override
    public void send(MemorySegment message) {
        OneToOneRingBuffer out = current().out();
        int bytes = (int) message.byteSize();
        messageBuffer.wrap(message.address(), bytes);
        while (!out.write(TYPE, messageBuffer, 0, bytes)) {
            idle.idle();
        }
        idle.reset();
    }

    @Override
    public void receive(Sink taker) {
        sink = taker;
        OneToOneRingBuffer in = current().in();
        while (in.read(handler, LIMIT) == 0) {
            idle.idle();
        }
        idle.reset();
    }

    private void take(int type, MutableDirectBuffer buffer, int index, int length) {
        buffer.getBytes(index, inboxBuffer, 0, length);
        sink.take(inbox, 0);
    }

    @Override
    public void close() {
        inboxes.close();
    }
}
