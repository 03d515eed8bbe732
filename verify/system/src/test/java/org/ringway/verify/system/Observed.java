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
