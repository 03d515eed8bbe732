// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One wish to grant regions on a channel, all or none.
final class GrantJob {
    /// Who is told how it ended, once.
    interface Outcome {
        /// Whoever opens a channel hears of that.
        default void granted(GrantJob job) {}

        void failed(Failure failure);
    }

    /// Null for a ring, whose request is known by its channel.
    final @Nullable RequestId request;
    final Channel channel;
    final List<OwnRegion> regions;
    final Outcome outcome;
    /// One for each region, in their order.
    final List<OwnGpadl> gpadls = new ArrayList<>();
    /// Answers of the root that are still awaited.
    int missing;
    boolean over;

    private GrantJob(@Nullable RequestId request, Channel channel, List<OwnRegion> regions,
            Outcome outcome) {
        this.request = request;
        this.channel = channel;
        this.regions = List.copyOf(regions);
        this.outcome = outcome;
    }

    static GrantJob ofRing(Channel channel, OwnRegion ring, Outcome outcome) {
        return new GrantJob(null, channel, List.of(ring), outcome);
    }

    static GrantJob of(RequestId request, Channel channel, List<OwnRegion> regions,
            Effects effects) {
        return new GrantJob(request, channel, regions, new Outcome() {
            @Override
            public void granted(GrantJob job) {
                effects.add(new Effect.Granted(
                        request, job.gpadls.stream().map(gpadl -> gpadl.id).toList()));
            }

            @Override
            public void failed(Failure failure) {
                effects.fail(request, failure);
            }
        });
    }
}
