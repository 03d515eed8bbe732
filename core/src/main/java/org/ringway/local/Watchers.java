// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.util.concurrent.CopyOnWriteArrayList;

/// The pollers that watch one source, mostly none or one.
final class Watchers {
    private final CopyOnWriteArrayList<LocalPoller> pollers = new CopyOnWriteArrayList<>();

    void add(LocalPoller poller) {
        pollers.addIfAbsent(poller);
    }

    void remove(LocalPoller poller) {
        pollers.remove(poller);
    }

    void changed(Watched source) {
        if (!pollers.isEmpty()) {
            pollers.forEach(poller -> poller.touch(source));
        }
    }
}
