// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.util.List;

/// Somebody who can do a workload, again and again, and rests in between.
public interface Contender {
    /// {@return its name in tables and files}
    String name();

    /// Works for a while.
    ///
    /// @param workload what to do
    /// @param nanos for how long
    /// @return what was done, and what it took
    /// @throws IOException if its processes do not answer
    /// @throws InterruptedException if interrupted
    Measurement run(Workload workload, long nanos) throws IOException, InterruptedException;

    /// {@return those of its processes that last from round to round}
    default List<Long> processes() {
        return List.of();
    }

    /// {@return CPU time that its processes have used so far, in nanoseconds}
    long cpuNanos();
}
