// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;

@DisplayName("memory headroom, read from a file system of our own")
final class HeadroomTest {
    private static final String MOUNT = "31 30 0:26 %s %s rw - %s cgroup rw,%s\n";

    @TempDir
    Path root;

    private Headroom headroom;

    @BeforeEach
    void writeMeminfo() throws IOException {
        write("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:     1000 kB\nBuffers: 1 kB\n");
        headroom = new Headroom(root);
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void unified(String group, String mountedPart) throws IOException {
        write("proc/self/cgroup", "0::" + group + "\n");
        write("proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                + MOUNT.formatted(mountedPart, "/cg", "cgroup2", "nsdelegate"));
    }

    private void limit(String folder, String limit, String used) throws IOException {
        write(folder + "/memory.max", limit + "\n");
        write(folder + "/memory.high", "max\n");
        write(folder + "/memory.current", used + "\n");
    }

    private void assertTightest(String name, long bytes) {
        MemoryLimit tightest = headroom.tightest();
        assertEquals(bytes, tightest.availableBytes(), tightest::name);
        assertTrue(tightest.name().endsWith(name), tightest::name);
    }

    @Test
    @DisplayName("without cgroups the host's available memory counts")
    void hostCounts() {
        assertTightest("MemAvailable of /proc/meminfo", 1_024_000);
    }

    @Test
    @DisplayName("a host that says nothing bounds nothing")
    void unknownHostIsUnbounded() throws IOException {
        Files.delete(root.resolve("proc/meminfo"));
        assertTightest("none", Long.MAX_VALUE);
    }

    @Test
    @DisplayName("the own cgroup's limit counts, less what is used")
    void ownGroupCounts() throws IOException {
        unified("/app", "/");
        limit("cg/app", "500000", "100000");
        assertTightest("cg/app/memory.max", 400_000);
    }

    @Test
    @DisplayName("a group around ours that has less left counts instead")
    void ancestorCounts() throws IOException {
        unified("/slice/app", "/");
        limit("cg/slice/app", "500000", "100000");
        limit("cg/slice", "600000", "590000");
        assertTightest("cg/slice/memory.max", 10_000);
    }

    @Test
    @DisplayName("the soft limit counts, too: beyond it the kernel stalls us")
    void softLimitCounts() throws IOException {
        unified("/app", "/");
        limit("cg/app", "500000", "100000");
        write("cg/app/memory.high", "300000\n");
        assertTightest("cg/app/memory.high", 200_000);
    }

    @Test
    @DisplayName("no limit is no bound")
    void unlimitedIsNoBound() throws IOException {
        unified("/app", "/");
        limit("cg/app", "max", "100000");
        assertTightest("meminfo", 1_024_000);
    }

    @Test
    @DisplayName("page cache of files is not held against us, shared memory is")
    void pageCacheIsReclaimable() throws IOException {
        unified("/app", "/");
        limit("cg/app", "500000", "450000");
        write("cg/app/memory.stat",
                "file 400000\nshmem 100000\ninactive_file 200000\nactive_file 100000\n");
        assertTightest("cg/app/memory.max", 350_000);
    }

    @Test
    @DisplayName("what could be reclaimed is weighed as soon as the rest does not do")
    void reclaimableCountsWhereItMatters() throws IOException {
        write("proc/meminfo", "MemAvailable: 900000 kB\n");
        unified("/app", "/");
        limit("cg/app", "100000000", "80000000");
        write("cg/app/memory.stat", "inactive_file 20000000\nactive_file 10000000\n");
        long free = 50_000_000 - Headroom.SPARE_BYTES;
        headroom.check(1);
        headroom.check(free);
        assertThrows(PlatformException.class, () -> headroom.check(free + 1));
        write("cg/app/memory.current", "90000000\n");
        assertThrows(PlatformException.class, () -> headroom.check(free));
    }

    @Test
    @DisplayName("a group over its limit has nothing left, and not less")
    void overdrawnGroupHasNothing() throws IOException {
        unified("/app", "/");
        limit("cg/app", "500000", "600000");
        assertTightest("cg/app/memory.max", 0);
    }

    @Test
    @DisplayName("in a container that sees its own group as the root, that counts")
    void containerWithNamespace() throws IOException {
        unified("/", "/");
        limit("cg", "500000", "100000");
        assertTightest("cg/memory.max", 400_000);
    }

    @Test
    @DisplayName("in a container that sees the host's name of its group, its mount counts")
    void containerWithoutNamespace() throws IOException {
        unified("/docker/abc", "/docker/abc");
        limit("cg", "500000", "100000");
        assertTightest("cg/memory.max", 400_000);
    }

    @Test
    @DisplayName("the old interface counts beside the new one")
    void oldInterfaceCounts() throws IOException {
        write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/job\n0::/\n");
        write("proc/self/mountinfo",
                MOUNT.formatted("/", "/cg/cpu", "cgroup", "cpu")
                        + MOUNT.formatted("/", "/cg/memory", "cgroup", "memory")
                        + MOUNT.formatted("/", "/cg/unified", "cgroup2", "nsdelegate"));
        write("cg/memory/job/memory.limit_in_bytes", "300000\n");
        write("cg/memory/job/memory.usage_in_bytes", "250000\n");
        write("cg/memory/job/memory.stat", "inactive_file 1\ntotal_inactive_file 40000\n");
        write("cg/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("cg/memory/memory.usage_in_bytes", "250000\n");
        assertTightest("cg/memory/job/memory.limit_in_bytes", 90_000);
    }

    @Test
    @DisplayName("what does not fit is refused, with the numbers and the file to change")
    void refusalNamesTheNumbers() throws IOException {
        write("proc/meminfo", "MemAvailable: 50000 kB\n");
        unified("/app", "/");
        limit("cg/app", "50000000", "10000000");
        long fits = 40_000_000 - Headroom.SPARE_BYTES;
        headroom.check(fits);
        String text = assertThrows(PlatformException.class, () -> headroom.check(fits + 1))
                .getMessage();
        assertEquals("not enough memory, free some or raise the limit: neededBytes=" + (fits + 1)
                + " availableBytes=40000000 spareBytes=16777216 reservedBytes=0 limit="
                + root.resolve("cg/app/memory.max"), text);
    }

    @Test
    @DisplayName("what is reserved for foreign pages is not given away until it is released")
    void reservationCounts() throws IOException {
        write("proc/meminfo", "MemAvailable: 17384 kB\n");
        headroom.reserve(1_000_000);
        assertThrows(PlatformException.class, () -> headroom.check(24_001));
        assertThrows(PlatformException.class, () -> headroom.reserve(24_001));
        headroom.release(1_000_000);
        assertDoesNotThrow(() -> headroom.check(1_024_000));
    }

    @Test
    @DisplayName("a look that leaves plenty counts for 10 ms, and for what leaves plenty then")
    void lookCountsForAMoment() throws IOException {
        AtomicLong clock = new AtomicLong();
        Headroom patient = new Headroom(root, clock::get);
        long half = 512L << 20;
        write("proc/meminfo", "MemAvailable: 3145728 kB\n");
        patient.check(half);
        write("proc/meminfo", "MemAvailable: 20000 kB\n");
        clock.set(9_999_999);
        assertDoesNotThrow(() -> patient.check(half));
        assertThrows(PlatformException.class, () -> patient.check(2 * half));

        write("proc/meminfo", "MemAvailable: 3145728 kB\n");
        patient.check(half);
        write("proc/meminfo", "MemAvailable: 20000 kB\n");
        clock.addAndGet(10_000_000);
        assertThrows(PlatformException.class, () -> patient.check(half));
    }
}
