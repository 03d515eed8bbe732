// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.jspecify.annotations.Nullable;
import org.ringway.channel.ChannelOptions;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.PartitionId;

/// How a service takes channels.
///
/// @param backlog how many may wait to be accepted; more are refused
/// @param channels how accepted channels wait; their rings are as large as the consumer made them
/// @param subchannels how many sub-channels each channel may have, at most 65,535
/// @param audience the one partition that is shown the service, or null if everybody is
public record ServiceOptions(int backlog, ChannelOptions channels, int subchannels,
        @Nullable PartitionId audience) {
    /// 64 may wait, there are no sub-channels, and everybody may come.
    public static final ServiceOptions DEFAULT =
            new ServiceOptions(64, ChannelOptions.DEFAULT, 0, null);

    /// Checks the numbers.
    public ServiceOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1: backlog=" + backlog);
        }
        if (subchannels < 0 || subchannels > Subchannel.MAX_INDEX) {
            throw new IllegalArgumentException("subchannels out of range: subchannels="
                    + subchannels + " range=0.." + Subchannel.MAX_INDEX);
        }
    }

    /// {@return these options with another backlog}
    ///
    /// @param waiting how many may wait to be accepted
    public ServiceOptions withBacklog(int waiting) {
        return new ServiceOptions(waiting, channels, subchannels, audience);
    }

    /// {@return these options with others for accepted channels}
    ///
    /// @param options how they wait
    public ServiceOptions withChannels(ChannelOptions options) {
        return new ServiceOptions(backlog, options, subchannels, audience);
    }

    /// {@return these options with sub-channels}
    ///
    /// @param most how many each channel may have
    public ServiceOptions withSubchannels(int most) {
        return new ServiceOptions(backlog, channels, most, audience);
    }

    /// {@return these options for one partition alone}; the service ends with the root, because
    /// another one numbers partitions anew
    ///
    /// @param partition the root's number for it
    public ServiceOptions offeredTo(PartitionId partition) {
        return new ServiceOptions(backlog, channels, subchannels, partition);
    }
}
