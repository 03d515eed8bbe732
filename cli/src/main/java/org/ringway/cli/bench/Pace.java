// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.time.Duration;

/// How long and how often.
///
/// @param rounds of each contender in each comparison
/// @param round how long one takes
/// @param first how long each contender works before anything else: its code is to be compiled
/// @param warmUp how long each contender works before the rounds that count
/// @param tries how often a round is done at most if others disturb it
/// @param most how long all rounds may take; who is late does none again
public record Pace(
        int rounds, Duration round, Duration first, Duration warmUp, int tries, Duration most) {
    /// {@return how long a comparison takes if nobody disturbs it}
    ///
    /// @param contenders how many take part
    public Duration of(int contenders) {
        return warmUp.plus(round.multipliedBy(rounds)).multipliedBy(contenders);
    }
}
