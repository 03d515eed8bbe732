// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.channel.ChannelOptions;

/// How a service takes channels.
///
/// @param backlog how many may wait to be accepted; more are refused
/// @param channels how accepted channels wait; their rings are as large as the consumer made them
public record ServiceOptions(int backlog, ChannelOptions channels) {
    /// 64 may wait.
    public static final ServiceOptions DEFAULT = new ServiceOptions(64, ChannelOptions.DEFAULT);

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
        return new ServiceOptions(waiting, channels);
    }

    /// {@return these options with others for accepted channels}
    ///
    /// @param options how they wait
    public ServiceOptions withChannels(ChannelOptions options) {
        return new ServiceOptions(backlog, options);
    }
}
