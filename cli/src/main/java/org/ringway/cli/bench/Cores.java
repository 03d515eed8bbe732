// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Two processors of different cores, one for each end.
///
/// @param near where the near end works, -1 if there is no choice
/// @param far where the far end works, -1 if there is no choice
public record Cores(int near, int far) {
    /// Where two ends can spin at a time.
    public boolean areTwo() {
        return near >= 0;
    }

    /// Looks at what this process may use.
    ///
    /// @return two processors, or none
    public static Cores find() {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
            List<Integer> allowed = status.stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .flatMap(line -> parse(line.substring(line.indexOf(':') + 1)).stream())
                    .toList();
            return allowed.isEmpty() ? none() : choose(allowed);
        } catch (IOException unknown) {
            return none();
        }
    }

    private static Cores none() {
        return new Cores(-1, -1);
    }

    private static Cores choose(List<Integer> allowed) throws IOException {
        int first = allowed.getFirst();
        Path siblings = Path.of("/sys/devices/system/cpu/cpu" + first
                + "/topology/thread_siblings_list");
        List<Integer> sameCore = Files.isReadable(siblings)
                ? parse(Files.readString(siblings)) : List.of(first);
        return allowed.stream()
                .filter(each -> !sameCore.contains(each))
                .findFirst()
                .map(second -> new Cores(first, second))
                .orElse(none());
    }

    /// Reads a list such as `0-2,5`.
    static List<Integer> parse(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.strip().split(",")) {
            String[] ends = range.split("-");
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
