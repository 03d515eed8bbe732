// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

/// What the GPADLs of one partition add up to, for its quotas.
final class GrantCount {
    private int gpadls;
    private int runs;
    private int unansweredParts;

    int gpadls() {
        return gpadls;
    }

    int runs() {
        return runs;
    }

    /// Messages to other partitions with grants that they have not answered.
    int unansweredParts() {
        return unansweredParts;
    }

    void add(Gpadl gpadl) {
        gpadls++;
        runs += gpadl.runs().size();
    }

    void remove(Gpadl gpadl) {
        gpadls--;
        runs -= gpadl.runs().size();
    }

    void ask(Gpadl gpadl) {
        unansweredParts += gpadl.parts();
    }

    void answer(Gpadl gpadl) {
        unansweredParts -= gpadl.parts();
    }
}
