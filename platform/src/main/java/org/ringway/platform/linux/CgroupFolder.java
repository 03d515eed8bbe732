// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One cgroup that this process counts against, in either version of the interface.
///
/// @param folder where the kernel shows it
/// @param isUnified whether it is of version 2
record CgroupFolder(Path folder, boolean isUnified) {
    /// A mounted tree of cgroups.
    private record Tree(Path mountPoint, String mountedPart, boolean isUnified) {
        /// Reads a line of `mountinfo` (proc_pid_mountinfo(5)), if it is about memory.
        static Optional<Tree> of(Path root, String line) {
            String[] halves = line.split(" - ", 2);
            String[] mount = halves[0].split(" ");
            String[] kind = halves[halves.length - 1].split(" ");
            boolean isUnified = kind[0].equals("cgroup2");
            boolean isMemory = kind[0].equals("cgroup")
                    && List.of(kind[kind.length - 1].split(",")).contains("memory");
            if (mount.length <= 4 || !isUnified && !isMemory) {
                return Optional.empty();
            }
            Path place = root.resolve(mount[4].substring(1));
            return Optional.of(new Tree(place, mount[3], isUnified));
        }

        /// The group itself and what it lies in, as far as they can be seen from here.
        Stream<CgroupFolder> groups(String group) {
            String inside = group.startsWith(mountedPart)
                    ? group.substring(mountedPart.length()) : group;
            Path folder = mountPoint.resolve(inside.replaceFirst("^/+", "")).normalize();
            return Stream.iterate(folder,
                            at -> at != null && at.startsWith(mountPoint), Path::getParent)
                    .map(at -> new CgroupFolder(at, isUnified));
        }
    }

    /// {@return every cgroup whose memory limits bind this process}
    /// @param root the root of the file system
    static List<CgroupFolder> all(Path root) {
        List<Tree> trees = Lines.of(root.resolve("proc/self/mountinfo")).stream()
                .flatMap(line -> Tree.of(root, line).stream()).toList();
        List<CgroupFolder> all = new ArrayList<>();
        for (String line : Lines.of(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            boolean isUnified = parts[0].equals("0");
            if (parts.length == 3
                    && (isUnified || List.of(parts[1].split(",")).contains("memory"))) {
                trees.stream().filter(tree -> tree.isUnified() == isUnified)
                        .flatMap(tree -> tree.groups(parts[2])).forEach(all::add);
            }
        }
        return all;
    }

    /// Whether the kernel shows limits here at all; of the outermost group it does not.
    boolean hasLimits() {
        return Files.exists(folder.resolve(isUnified ? "memory.max" : "memory.limit_in_bytes"));
    }

    /// {@return the limits that are set here; reaching a higher one kills, a lower one stalls}
    List<MemoryLimit> limits() {
        return isUnified
                ? Stream.of("memory.max", "memory.high")
                        .flatMap(file -> limit(file, "memory.current", "")).toList()
                : limit("memory.limit_in_bytes", "memory.usage_in_bytes", "total_").toList();
    }

    /// {@return how much is left below every limit, even if nothing can be reclaimed}
    long leastFree() {
        return isUnified
                ? Math.min(free("memory.max", "memory.current"),
                        free("memory.high", "memory.current"))
                : free("memory.limit_in_bytes", "memory.usage_in_bytes");
    }

    private long free(String limitFile, String usageFile) {
        long limit = number(limitFile);
        return limit == Long.MAX_VALUE ? limit : Math.max(0, limit - number(usageFile));
    }

    private Stream<MemoryLimit> limit(String limitFile, String usageFile, String prefix) {
        long limit = number(limitFile);
        if (limit == Long.MAX_VALUE) {
            return Stream.empty();
        }
        // The page cache of files is given back before anything is refused or killed.
        long used = number(usageFile) - reclaimable(prefix);
        return Stream.of(new MemoryLimit(folder.resolve(limitFile).toString(),
                Math.max(0, limit - Math.max(0, used))));
    }

    private long number(String file) {
        return Lines.of(folder.resolve(file)).stream()
                .filter(Lines::isNumber)
                .mapToLong(Long::parseLong).findFirst().orElse(Long.MAX_VALUE);
    }

    private long reclaimable(String prefix) {
        return Lines.of(folder.resolve("memory.stat")).stream()
                .filter(line -> line.matches(prefix + "(in)?active_file \\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum();
    }
}
