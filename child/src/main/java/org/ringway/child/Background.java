// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One daemon thread for what takes the kernel a while and nobody waits for. It is there only while
/// there is something to do, and a second longer.
///
/// - **Thread:** any. **Blocking:** never.
final class Background {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ringway memory").factory());

    Background() {
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /// Does something soon, after what was asked for before. It throws nothing.
    void run(Runnable action) {
        executor.execute(action);
    }

    /// Does something later.
    void later(Runnable action, long nanos) {
        executor.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }
}
