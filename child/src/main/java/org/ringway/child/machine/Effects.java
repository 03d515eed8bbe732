// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.List;
import org.ringway.platform.Handle;
import org.ringway.protocol.ToRoot;

/// What the tables of one machine want done, in order, until the machine hands it over.
final class Effects {
    private List<Effect> collected = new ArrayList<>();

    void add(Effect effect) {
        collected.add(effect);
    }

    void send(ToRoot message, Handle... handles) {
        add(new Effect.Send(message, List.of(handles)));
    }

    void close(List<Handle> handles) {
        if (!handles.isEmpty()) {
            add(new Effect.CloseHandles(List.copyOf(handles)));
        }
    }

    void fail(RequestId request, Failure failure) {
        add(new Effect.Failed(request, failure));
    }

    void ignore(String what) {
        add(new Effect.Ignored(what));
    }

    List<Effect> take() {
        List<Effect> taken = List.copyOf(collected);
        collected = new ArrayList<>();
        return taken;
    }
}
