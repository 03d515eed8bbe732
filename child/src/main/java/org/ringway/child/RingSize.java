// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.channel.ChannelOptions;
import org.ringway.pipe.StreamOptions;

/// How large the two rings of a channel are.
///
/// @param outgoingPages pages of the ring that this side writes, control page included
/// @param incomingPages pages of the other one
record RingSize(int outgoingPages, int incomingPages) {
    static RingSize of(ChannelOptions options) {
        return new RingSize(options.outgoingPages(), options.incomingPages());
    }

    static RingSize of(StreamOptions options) {
        return new RingSize(options.outgoingPages(), options.incomingPages());
    }

    int pages() {
        return outgoingPages + incomingPages;
    }
}
