// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.memory.GpadlId;

/// One region of this partition, granted on one channel.
final class OwnGpadl {
    enum State {
        /// The root has not answered yet.
        CREATING,
        /// The other side may look.
        LIVE,
        /// The other side was asked to stop.
        TEARING
    }

    final GpadlId id;
    final GrantJob job;
    final OwnGrants.Region region;
    State state = State.CREATING;
    /// It is to be torn down as soon as it is created.
    boolean doomed;

    OwnGpadl(GpadlId id, GrantJob job, OwnGrants.Region region) {
        this.id = id;
        this.job = job;
        this.region = region;
    }

    Channel channel() {
        return job.channel;
    }

    long pages() {
        return region.pages();
    }
}
