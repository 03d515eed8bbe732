// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringway.platform.Poller;

/// The threads of a partition that wake its virtual threads when a doorbell rings: the control
/// thread, and as many more as [JoinOptions#processors] asks for. They run no user code.
///
/// - **Thread:** any.
final class Processors {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final List<Poller> pollers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /// @param first polled by somebody else
    Processors(JoinOptions options, Poller first) {
        pollers.add(first);
        for (int number = 1; number < options.processors(); number++) {
            Poller poller = options.platform().poller();
            pollers.add(poller);
            threads.add(Thread.ofPlatform().daemon()
                    .name("ringway " + options.name() + " " + number)
                    .unstarted(() -> run(poller)));
        }
    }

    int count() {
        return pollers.size();
    }

    Poller poller(int processor) {
        return pollers.get(processor);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private void run(Poller poller) {
        while (!over) {
            poller.poll(FOR_EVER);
        }
        poller.close();
    }

    /// Ends all threads but the first.
    void end() {
        over = true;
        pollers.subList(1, pollers.size()).forEach(Poller::wakeup);
    }
}
