// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.ringway.platform.Platform;

/// The control page at the head of a ring.
///
/// ```text
///  0  writeIndex       producer   next byte to write
///  4  readIndex        consumer   next byte to read
///  8  interruptMask    consumer   not zero: do not signal me, I am awake
/// 12  pendingSendSize  producer   not zero: signal me when so many bytes are free
/// 64  featureBits      producer   bit 0: pendingSendSize is in use
/// ```
///
/// Both partitions can write every word at any time. A word is loaded once, never plainly, and
/// whoever loads an index checks it. Four steps need a full fence between an own store and a load
/// of the other's word; without it both sides may go to sleep, each sure that the other will
/// signal.
final class RingControl {
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    WORD.withName("writeIndex"),
                    WORD.withName("readIndex"),
                    WORD.withName("interruptMask"),
                    WORD.withName("pendingSendSize"),
                    MemoryLayout.sequenceLayout(12, WORD).withName("reserved"),
                    WORD.withName("featureBits"),
                    MemoryLayout.paddingLayout(Platform.PAGE_BYTES - 17 * WORD.byteSize()))
            .withName("RingControl");

    static final int SUPPORTS_PENDING_SEND_SIZE = 1;

    private static final VarHandle HANDLE = WORD.varHandle();
    private static final long WRITE_INDEX = at("writeIndex");
    private static final long READ_INDEX = at("readIndex");
    private static final long MASK = at("interruptMask");
    private static final long PENDING = at("pendingSendSize");
    private static final long FEATURES = at("featureBits");

    private final MemorySegment page;

    RingControl(MemorySegment page) {
        this.page = page;
    }

    private static long at(String word) {
        return LAYOUT.byteOffset(PathElement.groupElement(word));
    }

    // ---- the producer's half

    int acquireReadIndex() {
        // PAIRS-WITH releaseReadIndex: no store into freed bytes may come before the load that
        // frees them.
        return (int) HANDLE.getAcquire(page, READ_INDEX);
    }

    /// Makes everything up to an index readable.
    ///
    /// @return whether the consumer must be signalled: it does not mask, and the ring was empty
    boolean publish(int oldIndex, int newIndex) {
        // PAIRS-WITH acquireWriteIndex: bytes become visible no later than the index that covers
        // them.
        HANDLE.setRelease(page, WRITE_INDEX, newIndex);
        // PAIRS-WITH unmask: index store before mask load, else both sides may sleep.
        // PAIRS-WITH writeIndexAfterWish: whoever sees a later wish sees this index.
        VarHandle.fullFence();
        if ((int) HANDLE.getOpaque(page, MASK) != 0) {
            return false;
        }
        // PAIRS-WITH releaseReadIndex: whoever sees the mask cleared sees the index stored before.
        // This is VMBus's order; a lost wake-up is ruled out by the full fences alone.
        VarHandle.loadLoadFence();
        return (int) HANDLE.getOpaque(page, READ_INDEX) == oldIndex;
    }

    /// Says how much room the producer waits for. The caller looks at the read index once more.
    void requestSpace(int bytes) {
        HANDLE.setOpaque(page, PENDING, bytes);
        // PAIRS-WITH releaseReadIndex: wish store before index load, else both sides may sleep.
        VarHandle.fullFence();
    }

    void withdrawRequest() {
        HANDLE.setOpaque(page, PENDING, 0);
    }

    void announceFeatures() {
        HANDLE.setOpaque(page, PENDING, 0);
        HANDLE.setOpaque(page, FEATURES, SUPPORTS_PENDING_SEND_SIZE);
    }

    // ---- the consumer's half

    int acquireWriteIndex() {
        // PAIRS-WITH publish: no packet byte is loaded before the index that covers it.
        return (int) HANDLE.getAcquire(page, WRITE_INDEX);
    }

    /// Gives everything before an index back to the producer.
    void releaseReadIndex(int newIndex) {
        // PAIRS-WITH acquireReadIndex: packet loads are over before the producer may overwrite the
        // bytes.
        HANDLE.setRelease(page, READ_INDEX, newIndex);
        // PAIRS-WITH requestSpace: index store before wish load, else both sides may sleep.
        // PAIRS-WITH publish: whoever sees the mask cleared later sees this index.
        VarHandle.fullFence();
    }

    /// {@return how much room the producer waits for, 0 for none; unsigned, and as hostile as the
    /// producer}
    long pendingSendSize() {
        return Integer.toUnsignedLong((int) HANDLE.getOpaque(page, PENDING));
    }

    /// Loads the write index after [#pendingSendSize], to judge whether the wish came true just
    /// now.
    int writeIndexAfterWish() {
        // PAIRS-WITH publish: whoever sees a wish sees the index that was published before it.
        // This is VMBus's order; a lost wake-up is ruled out by the full fences alone.
        VarHandle.loadLoadFence();
        return (int) HANDLE.getOpaque(page, WRITE_INDEX);
    }

    void mask() {
        HANDLE.setOpaque(page, MASK, 1);
    }

    /// Asks for signals. The caller looks at the write index once more.
    void unmask() {
        HANDLE.setOpaque(page, MASK, 0);
        // PAIRS-WITH publish: mask store before index load, else both sides may sleep.
        VarHandle.fullFence();
    }

    // ---- for the beginning, and for people

    int writeIndex() {
        return (int) HANDLE.getOpaque(page, WRITE_INDEX);
    }

    int readIndex() {
        return (int) HANDLE.getOpaque(page, READ_INDEX);
    }

    boolean masked() {
        return (int) HANDLE.getOpaque(page, MASK) != 0;
    }

    int featureBits() {
        return (int) HANDLE.getOpaque(page, FEATURES);
    }
}
