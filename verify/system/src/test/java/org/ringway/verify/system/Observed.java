// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A process as the kernel shows it to others.
///
/// @param pid whose
record Observed(long pid) {
    /// The name of the one thread of a root.
    static final String ROOT_THREAD = "ringway root";

    private static final String STOPPED = "State:\tT (stopped)";
    private static final String REGION = "/memfd:ringway";

    static Observed self() {
        return new Observed(ProcessHandle.current().pid());
    }

    /// {@return how many sockets and memfds it holds; files come and go as classes are loaded}
    long descriptors() {
        return targets().stream()
                .filter(target -> target.startsWith("socket:") || target.startsWith("/memfd:"))
                .count();
    }

    /// {@return how many descriptors of regions it holds}
    long regionDescriptors() {
        return targets().stream().filter(target -> target.startsWith(REGION)).count();
    }

    /// {@return the lines of its memory map that are regions}
    List<String> mappedRegions() {
        return lines("maps").stream().filter(line -> line.contains(REGION)).toList();
    }

    /// {@return KiB of memory in use, shared memory aside}
    long privateKib() {
        return lines("status").stream().filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    /// {@return what the scheduler says of a thread: nanoseconds on and before a processor, times}
    ///
    /// @param name the thread's
    String schedulerStatistics(String name) {
        return tasks().stream()
                .filter(task -> lines(task + "/comm").equals(List.of(name)))
                .map(task -> lines(task + "/schedstat").getFirst())
                .findFirst().orElseThrow();
    }

    /// {@return nanoseconds that its threads have run, those that live}
    long cpuNanos() {
        return tasks().stream()
                .map(task -> lines(task + "/schedstat").getFirst())
                .mapToLong(statistics -> Long.parseLong(statistics.split(" ")[0])).sum();
    }

    /// {@return whether each of its threads has stopped by a signal}
    boolean isStopped() {
        return tasks().stream().allMatch(task -> lines(task + "/status").contains(STOPPED));
    }

    private List<String> tasks() {
        try (Stream<Path> tasks = Files.list(folder().resolve("task"))) {
            return tasks.map(task -> "task/" + task.getFileName()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> targets() {
        try (Stream<Path> numbers = Files.list(folder().resolve("fd"))) {
            return numbers.flatMap(Observed::target).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> target(Path number) {
        try {
            return Stream.of(Files.readSymbolicLink(number).toString());
        } catch (NoSuchFileException _) {
            // Closed since it was listed.
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return Path.of("/proc", Long.toString(pid));
    }
}
