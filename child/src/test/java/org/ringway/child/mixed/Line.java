// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;

/// One child's link, cut through: its two ends, as far as somebody is there.
final class Line implements AutoCloseable {
    private final ControlListener listener;
    private @Nullable ControlLink child;
    private @Nullable ControlLink root;

    Line(LocalPlatform platform, Path socket) {
        listener = platform.listen(new ListenOptions(socket, 0600, OptionalInt.empty()));
    }

    /// {@return whether a child has knocked}
    boolean accept() {
        ControlLink knocking = listener.accept();
        if (knocking != null) {
            child = knocking;
        }
        return knocking != null;
    }

    void connect(ControlLink toRoot) {
        root = toRoot;
    }

    Received fromChild() {
        return receive(child);
    }

    Received fromRoot() {
        return receive(root);
    }

    private static Received receive(@Nullable ControlLink link) {
        return link == null ? new Received.Nothing() : link.receive();
    }

    void toChild(byte[] bytes, List<Handle> handles) {
        send(child, bytes, handles);
    }

    void toRoot(byte[] bytes, List<Handle> handles) {
        send(root, bytes, handles);
    }

    private static void send(@Nullable ControlLink link, byte[] bytes, List<Handle> handles) {
        while (link != null && !link.trySend(bytes, handles)) {
            Thread.onSpinWait();
        }
    }

    void hangUp() {
        if (child != null) {
            child.close();
        }
        if (root != null) {
            root.close();
        }
        child = null;
        root = null;
    }

    @Override
    public void close() {
        hangUp();
        listener.close();
    }
}
