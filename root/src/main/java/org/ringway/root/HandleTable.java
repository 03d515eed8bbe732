// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringway.platform.Handle;
import org.ringway.root.machine.HandleToken;

/// The handles behind the machine's tokens. A handle is closed when the machine and every message
/// that still has to carry it have let go.
final class HandleTable implements AutoCloseable {
    private static final class Counted {
        private final Handle handle;
        private int holders = 1;

        Counted(Handle handle) {
            this.handle = handle;
        }
    }

    private final Map<HandleToken, Counted> handles = new HashMap<>();
    private long made;

    /// Takes a handle over.
    HandleToken add(Handle handle) {
        HandleToken token = new HandleToken(++made);
        handles.put(token, new Counted(handle));
        return token;
    }

    List<HandleToken> addAll(List<Handle> some) {
        List<HandleToken> tokens = new ArrayList<>(some.size());
        some.forEach(handle -> tokens.add(add(handle)));
        return tokens;
    }

    Handle get(HandleToken token) {
        return counted(token).handle;
    }

    List<Handle> getAll(List<HandleToken> tokens) {
        return tokens.stream().map(this::get).toList();
    }

    void retain(HandleToken token) {
        counted(token).holders++;
    }

    void release(HandleToken token) {
        Counted counted = counted(token);
        if (--counted.holders == 0) {
            handles.remove(token);
            counted.handle.close();
        }
    }

    private Counted counted(HandleToken token) {
        Counted counted = handles.get(token);
        if (counted == null) {
            throw new IllegalStateException("handle was let go before: token=" + token.value());
        }
        return counted;
    }

    @Override
    public void close() {
        handles.values().forEach(counted -> counted.handle.close());
        handles.clear();
    }
}
