// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who waits until GPADLs of this partition are torn down.
final class Teardowns {
    private final Map<RequestId, Set<OwnGpadl>> waiting = new LinkedHashMap<>();
    private final Effects effects;

    Teardowns(Effects effects) {
        this.effects = effects;
    }

    void begin(RequestId request, Collection<OwnGpadl> gpadls) {
        waiting.put(request, new LinkedHashSet<>(gpadls));
    }

    /// A GPADL is no more.
    void dropped(OwnGpadl gpadl) {
        List<RequestId> done = new ArrayList<>();
        waiting.forEach((request, left) -> {
            if (left.remove(gpadl) && left.isEmpty()) {
                done.add(request);
            }
        });
        for (RequestId request : done) {
            waiting.remove(request);
            effects.add(new Effect.Answered(request));
        }
    }

    void linkDown(Failure failure) {
        waiting.keySet().forEach(request -> effects.fail(request, failure));
        waiting.clear();
    }

    /// Nobody waits any more; the GPADLs go all the same.
    void giveUp(RequestId request) {
        waiting.remove(request);
    }
}
