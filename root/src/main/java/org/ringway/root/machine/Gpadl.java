// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.PeerGpadl;

/// Pages that one side of a channel grants to the other.
final class Gpadl {
    /// Who has it.
    enum State {
        /// Its owner alone.
        HELD,
        /// The other side was told, and has not answered.
        OFFERED,
        /// The other side was told, has not answered, and is to let go when it has.
        RECALLED,
        /// The other side, too.
        ACCEPTED,
        /// The other side was asked to let go.
        TEARING
    }

    private final Port owner;
    private final GpadlId id;
    private final List<Run> runs;
    private final int rangeCount;
    private State state = State.HELD;
    private boolean created;

    Gpadl(Port owner, GpadlId id, List<Run> runs, int rangeCount) {
        this.owner = owner;
        this.id = id;
        this.runs = List.copyOf(runs);
        this.rangeCount = rangeCount;
    }

    /// The port under which it was announced.
    Port owner() {
        return owner;
    }

    GpadlId id() {
        return id;
    }

    /// Empty if an earlier root knew them.
    List<Run> runs() {
        return runs;
    }

    int rangeCount() {
        return rangeCount;
    }

    int pages() {
        return runs.stream().mapToInt(Run::pages).sum();
    }

    boolean isReadOnly() {
        return !runs.isEmpty() && runs.getFirst().region().isReadOnly();
    }

    /// How many messages tell the other side.
    int parts() {
        return (runs.size() + PeerGpadl.MAX_RUNS - 1) / PeerGpadl.MAX_RUNS;
    }

    State state() {
        return state;
    }

    void enter(State next) {
        state = next;
    }

    /// Whether the owner has its GpadlCreated.
    boolean isCreated() {
        return created;
    }

    void markCreated() {
        created = true;
    }
}
