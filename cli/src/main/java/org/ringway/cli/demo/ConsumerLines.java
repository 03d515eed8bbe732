// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.ProgressBar;

/// What the consumer's process says to the conductor, line by line, and what that adds up to.
final class ConsumerLines {
    static final String TREE = "tree ";
    static final String PROGRESS = "progress ";
    static final String TRANSFER_BEGINS = "transfer begins";
    static final String TRANSFER_ENDS = "transfer ends";
    static final String RINGWAY = "ringway ";
    static final String TCP = "tcp ";
    static final String ROOT_LOST = "root lost ";
    static final String VERIFIED = "verified";

    private final ProgressBar bar;
    private final LongSupplier rootCpu;
    private final AtomicLong lastRootCpu = new AtomicLong();
    private int files;
    private long bytes;
    private long transferStart;
    private long transferNanos;
    private long rootCpuNanos;
    private boolean rootLost;
    private boolean verified;
    private @Nullable Measurement ringway;
    private @Nullable Measurement tcp;

    /// @param bar shows progress
    /// @param rootCpu CPU nanoseconds of the root so far, -1 when it is gone
    ConsumerLines(ProgressBar bar, LongSupplier rootCpu) {
        this.bar = bar;
        this.rootCpu = rootCpu;
    }

    void take(String line) {
        if (line.startsWith(PROGRESS)) {
            String[] words = line.substring(PROGRESS.length()).split(" ", 2);
            bar.show(words[1], Double.parseDouble(words[0]));
            sampleRoot();
        } else if (line.startsWith(TREE)) {
            String[] words = line.substring(TREE.length()).split(" ");
            files = Integer.parseInt(words[0]);
            bytes = Long.parseLong(words[1]);
        } else if (line.equals(TRANSFER_BEGINS)) {
            transferStart = System.nanoTime();
            rootCpuNanos = sampleRoot();
        } else if (line.equals(TRANSFER_ENDS)) {
            transferNanos = System.nanoTime() - transferStart;
            rootCpuNanos = sampleRoot() - rootCpuNanos;
        } else if (line.startsWith(RINGWAY)) {
            ringway = Measurement.parse(line.substring(RINGWAY.length()));
        } else if (line.startsWith(TCP)) {
            tcp = Measurement.parse(line.substring(TCP.length()));
        } else if (line.startsWith(ROOT_LOST)) {
            rootLost = Boolean.parseBoolean(line.substring(ROOT_LOST.length()));
        } else if (line.equals(VERIFIED)) {
            verified = true;
        }
    }

    /// A root that is gone has used what it had used when it was seen last.
    private long sampleRoot() {
        long nanos = rootCpu.getAsLong();
        if (nanos >= 0) {
            lastRootCpu.set(nanos);
        }
        return lastRootCpu.get();
    }

    /// {@return what the demo has shown, or null if the consumer did not get to the end}
    @Nullable DemoResult result() {
        Measurement ours = ringway;
        Measurement theirs = tcp;
        return ours == null || theirs == null || !verified ? null : new DemoResult(
                files, bytes, ours, theirs, rootCpuNanos, transferNanos, rootLost);
    }
}
