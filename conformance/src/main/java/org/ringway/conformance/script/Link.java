// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;

/// One end of a control link, spoken by hand: any bytes at any time.
public final class Link implements AutoCloseable {
    private final ControlLink link;
    private final Patience patience;
    private boolean isHungUp;

    public Link(ControlLink link, Patience patience) {
        this.link = link;
        this.patience = patience;
    }

    /// Says bytes; whoever is at the other end has to read.
    public void say(byte[] bytes, Handle... handles) {
        patience.until("room for a message", () -> link.trySend(bytes, List.of(handles)));
    }

    public boolean trySay(byte[] bytes) {
        return link.trySend(bytes, List.of());
    }

    /// {@return the next message if there is one now}
    public @Nullable Heard look() {
        if (isHungUp) {
            return null;
        }
        return switch (link.receive()) {
            case Received.Nothing _ -> null;
            case Received.HangUp _ -> {
                isHungUp = true;
                yield null;
            }
            case Received.Message(byte[] bytes, List<Handle> handles) -> new Heard(bytes, handles);
        };
    }

    /// {@return whether the other side has hung up, and all it said before was looked at}
    public boolean isHungUp() {
        return isHungUp;
    }

    @Override
    public void close() {
        link.close();
    }
}
