// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;

/// Messages that wait for room in the link, in order. Only as many as threads and grants of this
/// partition asked for.
final class Outbox {
    private record Letter(byte[] message, List<Handle> handles) {}

    private final Queue<Letter> letters = new ArrayDeque<>();

    boolean isEmpty() {
        return letters.isEmpty();
    }

    void add(byte[] message, List<Handle> handles) {
        letters.add(new Letter(message, handles));
    }

    /// Sends what there is room for.
    void flush(ControlLink link) {
        Letter next = letters.peek();
        while (next != null && link.trySend(next.message, next.handles)) {
            letters.remove();
            next = letters.peek();
        }
    }

    void clear() {
        letters.clear();
    }

    int size() {
        return letters.size();
    }
}
