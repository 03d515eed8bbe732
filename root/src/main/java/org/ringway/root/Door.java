// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.function.Consumer;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;

/// Where children knock. It shuts itself while descriptors are short: whoever knocks waits in the
/// kernel, and the root does not spin.
final class Door implements AutoCloseable {
    private final ControlListener listener;
    private final Poller poller;
    private final Consumer<ControlLink> onLink;
    private final Consumer<String> log;
    private boolean shut = true;

    Door(ControlListener listener, Poller poller, Consumer<ControlLink> onLink,
            Consumer<String> log) {
        this.listener = listener;
        this.poller = poller;
        this.onLink = onLink;
        this.log = log;
    }

    boolean isShut() {
        return shut;
    }

    /// Lets children in again.
    void open() {
        if (shut) {
            shut = false;
            poller.watch(listener, Interest.READ, this::accept);
        }
    }

    private void accept() {
        try {
            ControlLink link = listener.accept();
            if (link != null) {
                onLink.accept(link);
            }
        } catch (PlatformException e) {
            shut = true;
            poller.forget(listener);
            log.accept("no more children until a descriptor is free: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        poller.forget(listener);
        listener.close();
    }
}
