// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Seconds as people write them.
final class Times {
    private static final double LEAST_SECONDS = 0.001;
    /// What Hyper-V sockets allow for a connection.
    private static final double MOST_SECONDS = 300;

    private Times() {}

    /// @throws ParameterException if they are out of range
    static Duration ofSeconds(String option, double seconds, CommandSpec spec) {
        if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), option + " is out of range: seconds="
                    + seconds + " range=" + LEAST_SECONDS + ".." + MOST_SECONDS);
        }
        return Duration.ofNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }
}
