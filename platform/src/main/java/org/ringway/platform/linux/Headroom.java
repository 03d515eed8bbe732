// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;

/// How much memory this process may still take before the kernel kills somebody.
///
/// It has to be asked before: beyond a limit `fallocate` is not refused, it is punished.
///
/// - **Thread:** any.
final class Headroom {
    /// Left for what this process takes while nobody looks: heap, stacks, page tables.
    static final long SPARE_BYTES = 16L << 20;

    private static final String MEMINFO = "proc/meminfo";
    private static final String AVAILABLE = "MemAvailable:";
    private static final String KIBIBYTES = " kB";
    /// How long groups are taken to be the same.
    private static final long GROUPS_NANOS = 1_000_000_000;

    /// A look at so much memory need not be repeated at once.
    private static final long PLENTY_BYTES = 1L << 30;
    /// How long such a look counts: in that time nobody fills that much.
    private static final long PLENTY_NANOS = 10_000_000;

    /// @param left what was free then, less what was asked for since
    private record Look(AtomicLong left, long since) {
        /// Whether memory is there in plenty even after this.
        boolean covers(long bytes, long now) {
            return now - since < PLENTY_NANOS && bytes <= PLENTY_BYTES
                    && left.addAndGet(-bytes) >= PLENTY_BYTES;
        }
    }

    private record Known(List<CgroupFolder> groups, long since) {}

    private final Path root;
    private final LongSupplier clock;
    private volatile @Nullable Known known;
    private volatile @Nullable Look last;
    /// What others gave us and may punch holes into: we would pay for the pages that fill them.
    private final AtomicLong reserved = new AtomicLong();

    /// @param root the root of the file system
    Headroom(Path root) {
        this(root, System::nanoTime);
    }

    /// @param root another one in tests
    /// @param clock nanoseconds
    Headroom(Path root, LongSupplier clock) {
        this.root = root;
        this.clock = clock;
    }

    /// {@return the bound that leaves least}
    MemoryLimit tightest() {
        return Stream.concat(available().stream(),
                        groups().stream().flatMap(group -> group.limits().stream()))
                .min(Comparator.comparingLong(MemoryLimit::availableBytes))
                .orElse(new MemoryLimit("none", Long.MAX_VALUE));
    }

    /// At least so much, by fewer files than [#tightest] reads: what the kernel would have to
    /// reclaim first does not count.
    private long surelyFree() {
        return Stream.concat(available().stream().map(MemoryLimit::availableBytes),
                        groups().stream().map(CgroupFolder::leastFree))
                .mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    private List<MemoryLimit> available() {
        return Lines.of(root.resolve(MEMINFO)).stream()
                .filter(line -> line.startsWith(AVAILABLE) && line.endsWith(KIBIBYTES))
                .map(line -> line.substring(AVAILABLE.length(),
                        line.length() - KIBIBYTES.length()).strip())
                .filter(Lines::isNumber)
                .map(number -> new MemoryLimit(
                        "MemAvailable of /" + MEMINFO, Long.parseLong(number) * 1024))
                .toList();
    }

    /// Which groups there are changes less often than what they have left.
    private List<CgroupFolder> groups() {
        Known now = known;
        if (now == null || clock.getAsLong() - now.since > GROUPS_NANOS) {
            now = new Known(CgroupFolder.all(root).stream()
                    .filter(CgroupFolder::hasLimits).toList(), clock.getAsLong());
            known = now;
        }
        return now.groups;
    }

    /// Checks that so much can be taken now.
    ///
    /// @throws PlatformException naming the bound and the numbers
    void check(long bytes) {
        Look look = last;
        long now = clock.getAsLong();
        if (look != null && look.covers(bytes, now)) {
            return;
        }
        long taken = reserved.get();
        long free = surelyFree() - SPARE_BYTES - taken;
        if (bytes <= free) {
            last = new Look(new AtomicLong(free - bytes), now);
            return;
        }
        MemoryLimit limit = tightest();
        if (bytes > limit.availableBytes() - SPARE_BYTES - taken) {
            throw new PlatformException("not enough memory, free some or raise the limit:"
                    + " neededBytes=" + bytes + " availableBytes=" + limit.availableBytes()
                    + " spareBytes=" + SPARE_BYTES + " reservedBytes=" + taken
                    + " limit=" + limit.name());
        }
    }

    /// Keeps room for pages that somebody else can make us pay for.
    ///
    /// @throws PlatformException as [#check]
    void reserve(long bytes) {
        if (bytes > 0) {
            check(bytes);
            reserved.addAndGet(bytes);
        }
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }
}
