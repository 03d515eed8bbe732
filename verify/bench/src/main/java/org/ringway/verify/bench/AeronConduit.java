// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Inbox;

/// Messages over Aeron; fragments are put together in the inbox, with one copy.
final class AeronConduit implements Conduit {
    static final int MTU_BYTES = 65_504;

    private static final int FRAGMENTS = 256;
    private static final int THERE = 1;
    private static final int BACK = 2;
    /// Tried: 1 to 64 MiB; this one was the best or close to it at every size.
    private static final int LEAST_TERM_BYTES = 16 << 20;
    /// A message is an eighth of a term at most.
    private static final int TERM_PER_MESSAGE = 8;

    private final Aeron aeron;
    private final @Nullable MediaDriver driver;
    private final DriverPause pause;
    private final boolean near;
    private final IdleStrategy idle;
    private final BufferClaim claim = new BufferClaim();
    private final Inbox inboxes = new Inbox();
    private final UnsafeBuffer inboxBuffer = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer messageBuffer = new UnsafeBuffer(0, 0);
    private final FragmentHandler handler = this::take;
    private MemorySegment inbox = MemorySegment.NULL;
    private final Map<Integer, Streams> streams = new HashMap<>();
    private @Nullable Streams current;
    private int arrived;
    private Sink sink = (_, _) -> { };

    AeronConduit(Aeron aeron, @Nullable MediaDriver driver, DriverPause pause, boolean near,
            IdleStrategy idle) {
        this.aeron = aeron;
        this.driver = driver;
        this.pause = pause;
        this.near = near;
        this.idle = idle;
    }

    @Override
    public void prepare(long bytes, boolean gathered) {
        pause.wake();
        inbox = inboxes.ofBytes(bytes);
        inboxBuffer.wrap(inbox.address(), (int) bytes);
        int term = (int) Math.max(LEAST_TERM_BYTES,
                Long.highestOneBit(TERM_PER_MESSAGE * bytes - 1) << 1);
        current = streams.computeIfAbsent(term, this::connected);
    }

    /// A pair of streams, one each way.
    private record Streams(ExclusivePublication out, Subscription in) {}

    private Streams connected(int termBytes) {
        String channel = "aeron:ipc?term-length=" + termBytes;
        int first = Integer.numberOfTrailingZeros(termBytes) * 10;
        ExclusivePublication out =
                aeron.addExclusivePublication(channel, first + (near ? THERE : BACK));
        Subscription in = aeron.addSubscription(channel, first + (near ? BACK : THERE));
        while (!out.isConnected() || !in.isConnected()) {
            Thread.onSpinWait();
        }
        return new Streams(out, in);
    }

    private Streams current() {
        if (current == null) {
            throw new IllegalStateException("not prepared");
        }
        return current;
    }

    @Override
    public void send(MemorySegment message) throws IOException {
        ExclusivePublication out = current().out();
        int bytes = (int) message.byteSize();
        messageBuffer.wrap(message.address(), bytes);
        boolean fits = bytes <= out.maxPayloadLength();
        while (true) {
            long position = fits ? out.tryClaim(bytes, claim) : out.offer(messageBuffer, 0, bytes);
            if (position > 0) {
                break;
            }
            requireOpen(position);
            idle.idle();
        }
        idle.reset();
        if (fits) {
            claim.buffer().putBytes(claim.offset(), messageBuffer, 0, bytes);
            claim.commit();
        }
    }

    private static void requireOpen(long position) throws IOException {
        if (position != Publication.BACK_PRESSURED && position != Publication.ADMIN_ACTION) {
            throw new IOException("publication has ended: " + Publication.errorString(position));
        }
    }

    @Override
    public void receive(Sink taker) {
        sink = taker;
        Subscription in = current().in();
        pause.used();
        while (in.poll(handler, FRAGMENTS) == 0) {
            pause.used();
            idle.idle();
        }
        idle.reset();
    }

    private void take(DirectBuffer buffer, int offset, int length, Header header) {
        if ((header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
            arrived = 0;
        }
        buffer.getBytes(offset, inboxBuffer, arrived, length);
        arrived += length;
        if ((header.flags() & FrameDescriptor.END_FRAG_FLAG) != 0) {
            sink.take(inbox, 0);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
        inboxes.close();
    }
}
