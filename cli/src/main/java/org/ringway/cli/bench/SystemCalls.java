// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Counts how often all threads of some processes enter the kernel, by `perf`, where it is
/// installed and may do that. What it counts takes longer meanwhile.
///
/// - **Thread:** one at a time.
final class SystemCalls {
    private static final String BEGIN = "begin";
    private static final Pattern COUNT = Pattern.compile("^(\\d+),[^,]*,raw_syscalls:sys_enter,");

    private final Process perf;

    private SystemCalls(Process perf) {
        this.perf = perf;
    }

    /// Begins to count.
    ///
    /// @param pids the processes, at least one
    /// @return what counts, until [#end]
    /// @throws IOException if perf is not installed
    static SystemCalls of(List<Long> pids) throws IOException {
        String list = pids.stream().map(Object::toString).collect(Collectors.joining(","));
        Process perf = new ProcessBuilder("perf", "stat", "--field-separator", ",", "--event",
                "raw_syscalls:sys_enter", "--pid", list, "--", "cat")
                .redirectErrorStream(true).start();
        SystemCalls calls = new SystemCalls(perf);
        calls.awaitBegin();
        return calls;
    }

    /// Its command starts when it counts, and says what it is told.
    private void awaitBegin() {
        try {
            Writer in = perf.outputWriter(StandardCharsets.UTF_8);
            in.write(BEGIN + "\n");
            in.flush();
            perf.inputReader(StandardCharsets.UTF_8).readLine();
        } catch (IOException notAllowed) {
            // It has ended; there will be no count.
        }
    }

    /// {@return how many there were; empty if perf may not count them}
    ///
    /// @throws InterruptedException if interrupted
    OptionalLong end() throws InterruptedException {
        OptionalLong found = OptionalLong.empty();
        try (BufferedReader said = perf.inputReader(StandardCharsets.UTF_8)) {
            perf.outputWriter(StandardCharsets.UTF_8).close();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher count = COUNT.matcher(line);
                if (count.find()) {
                    found = OptionalLong.of(Long.parseLong(count.group(1)));
                }
            }
        } catch (IOException gone) {
            // There is no count.
        }
        perf.waitFor();
        return found;
    }
}
