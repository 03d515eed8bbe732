// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.channel.ChannelSide;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.machine.ChannelKey;
import org.ringway.inspect.InspectTree;
import org.ringway.memory.GpadlId;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.pipe.StreamSide;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Mapping;
import org.ringway.wire.PeerFacts;

/// A stream that is open, and what this partition keeps for it.
///
/// - **Thread:** any.
final class LiveStream implements Live {
    /// What a stream needs to know.
    ///
    /// @param outgoing the ring that this side writes
    /// @param incoming the other one
    record Origin(ChannelKey key, Rings.Ring outgoing, Rings.Ring incoming, String name,
            PeerFacts peer, boolean longFrames, StreamOptions options) {}

    private final Origin origin;
    private final ControlThread control;
    private final StreamSide side;

    /// @param doorbell closed if this fails
    /// @throws org.ringway.RingCorruptException if the other side has spoilt a ring already
    LiveStream(Origin origin, Doorbell doorbell, ControlThread control) {
        this.origin = origin;
        this.control = control;
        try {
            this.side = StreamSide.open(new StreamSide.Wiring(origin.outgoing.memory(),
                    origin.incoming.memory(), doorbell, control.processors().poller(0),
                    origin.name, origin.peer, origin.longFrames, origin.options), this::unmapped);
        } catch (RuntimeException e) {
            doorbell.close();
            throw e;
        }
    }

    RingStream stream() {
        return side.stream();
    }

    @Override
    public void map(GpadlId gpadl, Mapping mapping, boolean readOnly,
            List<SharedBuffer.Region> pages) {
        throw new ProtocolException("a stream takes no grants: gpadl=" + gpadl.value());
    }

    @Override
    public void unmap(GpadlId gpadl, Runnable unmapped) {
        unmapped.run();
    }

    @Override
    public void end(ChannelSide.End end) {
        side.end(end);
    }

    @Override
    public void close() {
        stream().close();
    }

    @Override
    public List<InspectTree> inspect() {
        return side.inspect();
    }

    private void unmapped() {
        origin.outgoing.unmap();
        origin.incoming.unmap();
        control.post(() -> control.channels().closed(origin.key));
    }
}
