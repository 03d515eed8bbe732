// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.jspecify.annotations.Nullable;
import org.ringway.channel.ChannelOptions;
import org.ringway.wire.PartitionId;

/// How a service takes channels.
///
/// @param backlog how many may wait to be accepted; more are refused
/// @param channels how accepted channels wait; their rings are as large as the consumer made them
/// @param audience the one partition that is shown the service, or null if everybody is
public record ServiceOptions(int backlog, ChannelOptions channels,
        @Nullable PartitionId audience) {
    /// 64 may wait, and everybody may come.
    public static final ServiceOptions DEFAULT =
            new ServiceOptions(64, ChannelOptions.DEFAULT, null);

    /// Checks the number.
    public ServiceOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1: backlog=" + backlog);
        }
    }

    /// {@return these options with another backlog}
    ///
    /// @param waiting how many may wait to be accepted
    public ServiceOptions withBacklog(int waiting) {
        return new ServiceOptions(waiting, channels, audience);
    }

    /// {@return these options with others for accepted channels}
    ///
    /// @param options how they wait
    public ServiceOptions withChannels(ChannelOptions options) {
        return new ServiceOptions(backlog, options, audience);
    }

    /// {@return these options for one partition alone}
    ///
    /// @param partition the root's number for it; another root gives another one
    public ServiceOptions offeredTo(PartitionId partition) {
        return new ServiceOptions(backlog, channels, partition);
    }
}
