// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// CPU time that a process has used, user and system.
public final class ProcessCpu {
    private static final OperatingSystemMXBean SELF =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ProcessCpu() {}

    /// {@return nanoseconds that this process has used}
    public static long ownNanos() {
        return SELF.getProcessCpuTime();
    }

    /// Adds up what the scheduler says of each thread; much finer than the ticks of `stat`.
    ///
    /// @param pid any process of this host
    /// @return nanoseconds it has used, -1 if it is gone
    public static long nanos(long pid) {
        long nanos = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                String schedule = Files.readString(thread.resolve("schedstat"));
                nanos += Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
            }
            return nanos;
        } catch (IOException gone) {
            return -1;
        }
    }
}
