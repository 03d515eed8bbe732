// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;
import org.ringway.memory.GpaRange;

/// One channel of the library, its structure laid by hand as Debian's binary has it on 64-bit
/// machines: it needs neither a device nor DPDK's environment.
///
/// One thread at a time.
final class DpdkChannel implements AutoCloseable {
    static final int OK = 0;
    static final int AGAIN = -11;

    private static final int SUPPORTS_PENDING_SEND_SIZE = 1;
    private static final int FEATURE_BITS = 64;
    private static final int MONITOR_ID = 5;
    private static final int MONITOR_PENDING = 8;
    private static final int BUFFER_BYTES = 1 << 20;

    private static final StructLayout CHANNEL = MemoryLayout.structLayout(
            MemoryLayout.paddingLayout(32),
            ADDRESS.withName("readPage"), JAVA_INT.withName("readBytes"),
            JAVA_INT.withName("readWriteIndex"),
            ADDRESS.withName("writePage"), JAVA_INT.withName("writeBytes"),
            JAVA_INT.withName("writeIndex"),
            JAVA_SHORT.withName("relId"), JAVA_SHORT.withName("subchannel"),
            JAVA_BYTE.withName("monitorId"), MemoryLayout.paddingLayout(3),
            ADDRESS.withName("monitorPage"), MemoryLayout.paddingLayout(48));
    private static final StructLayout RANGE = MemoryLayout.structLayout(
            JAVA_INT.withName("length"), JAVA_INT.withName("offset"), JAVA_LONG.withName("pfn"));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment channel = arena.allocate(CHANNEL);
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment length = arena.allocate(JAVA_INT);
    private final MemorySegment id = arena.allocate(JAVA_LONG);
    private final MemorySegment signal = arena.allocate(JAVA_BOOLEAN);
    private final MemorySegment monitor;

    /// What a send came to.
    ///
    /// @param status 0, or minus an errno
    /// @param signal whether the reader must be signalled
    record Sent(int status, boolean signal) {}

    /// What a receive came to.
    ///
    /// @param status 0, or minus an errno
    /// @param id the packet's transaction id
    /// @param payload its payload
    record Received(int status, long id, byte[] payload) {}

    /// Opens the channel where its rings stand.
    ///
    /// @param shared all pages, mapped for the library; they stay longer than this
    /// @param places what is where
    DpdkChannel(MemorySegment shared, DpdkMemory places) {
        long page = DpdkMemory.PAGE;
        MemorySegment write = shared.asSlice(places.fromPeerPage() * page, page);
        monitor = shared.asSlice(places.monitorPage() * page, page);
        write.set(JAVA_INT, FEATURE_BITS, SUPPORTS_PENDING_SEND_SIZE);
        set("readPage", shared.asSlice(places.toPeerPage() * page));
        set("readBytes", places.dataBytes());
        set("writePage", write);
        set("writeBytes", places.dataBytes());
        set("writeIndex", write.get(JAVA_INT, 0));
        set("monitorPage", monitor);
        channel.set(JAVA_BYTE, offset("monitorId"), (byte) MONITOR_ID);
    }

    private static long offset(String field) {
        return CHANNEL.byteOffset(groupElement(field));
    }

    private void set(String field, int value) {
        channel.set(JAVA_INT, offset(field), value);
    }

    private void set(String field, MemorySegment value) {
        channel.set(ADDRESS, offset(field), value);
    }

    /// Sends a packet of any type, with data behind a descriptor of 16 bytes.
    Sent send(int type, int flags, long transactionId, byte[] payload) {
        MemorySegment.copy(payload, 0, buffer, JAVA_BYTE, 0, payload.length);
        signal.set(JAVA_BOOLEAN, 0, false);
        int status = call(() -> (int) DpdkLibrary.SEND.invokeExact(channel, (short) type, buffer,
                payload.length, transactionId, flags, signal));
        return new Sent(status, signal.get(JAVA_BOOLEAN, 0));
    }

    /// Sends a packet that names pages, each range at most one.
    Sent sendRanges(long transactionId, List<GpaRange> ranges, byte[] payload) {
        MemorySegment.copy(payload, 0, buffer, JAVA_BYTE, 0, payload.length);
        MemorySegment list = buffer.asSlice(BUFFER_BYTES / 2);
        for (int i = 0; i < ranges.size(); i++) {
            MemorySegment range = list.asSlice(i * RANGE.byteSize(), RANGE);
            range.set(JAVA_INT, 0, (int) ranges.get(i).byteCount());
            range.set(JAVA_INT, 4, ranges.get(i).byteOffset());
            range.set(JAVA_LONG, 8, ranges.get(i).pfns()[0]);
        }
        signal.set(JAVA_BOOLEAN, 0, false);
        int status = call(() -> (int) DpdkLibrary.SEND_RANGES.invokeExact(channel, list,
                ranges.size(), buffer, payload.length, transactionId, signal));
        return new Sent(status, signal.get(JAVA_BOOLEAN, 0));
    }

    /// Receives the payload of the next packet; the library then signals a writer that waits.
    Received receive() {
        length.set(JAVA_INT, 0, BUFFER_BYTES);
        int status = call(
                () -> (int) DpdkLibrary.RECEIVE.invokeExact(channel, buffer, length, id));
        return new Received(status, id.get(JAVA_LONG, 0), status == OK ? received() : new byte[0]);
    }

    /// Receives all of the next packet, from its descriptor on.
    byte[] receiveRaw() {
        length.set(JAVA_INT, 0, BUFFER_BYTES);
        int bytes = call(
                () -> (int) DpdkLibrary.RECEIVE_RAW.invokeExact(channel, buffer, length));
        if (bytes < 0) {
            throw new IllegalStateException("nothing to receive: status=" + bytes);
        }
        call(() -> {
            DpdkLibrary.SIGNAL_READ.invokeExact(channel, bytes);
            return OK;
        });
        return received();
    }

    private byte[] received() {
        return buffer.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
    }

    boolean isEmpty() {
        return call(() -> (boolean) DpdkLibrary.IS_EMPTY.invokeExact(channel) ? 1 : 0) == 1;
    }

    /// Signals us, as it does when a send says so, unless we mask.
    void signalWritten() {
        call(() -> {
            DpdkLibrary.SIGNAL_WRITTEN.invokeExact(channel);
            return OK;
        });
    }

    /// {@return whether the library has signalled us since the last call}
    boolean takeSignal() {
        return takeSignal(monitor);
    }

    static boolean takeSignal(MemorySegment monitorPage) {
        int pending = (int) JAVA_INT.varHandle().getAndSet(monitorPage, (long) MONITOR_PENDING, 0);
        return (pending & 1 << MONITOR_ID) != 0;
    }

    @Override
    public void close() {
        arena.close();
    }

    private interface Call {
        int invoke() throws Throwable;
    }

    private static int call(Call call) {
        try {
            return call.invoke();
        } catch (Throwable e) {
            throw new AssertionError("the library could not be called", e);
        }
    }
}
