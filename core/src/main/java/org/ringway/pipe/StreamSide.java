// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.ArrayList;
import java.util.List;
import org.ringway.channel.ChannelSide;
import org.ringway.inspect.InspectTree;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Poller;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.RingMemory;
import org.ringway.wire.PeerFacts;

/// The broker's side of a stream: makes it, and tells it what the root says about it.
///
/// - **Thread:** any. **Blocking:** never.
public final class StreamSide {
    /// What a stream is made of.
    ///
    /// @param outgoing the ring this side writes
    /// @param incoming the ring this side reads
    /// @param doorbell this side's end, closed by the stream
    /// @param poller wakes virtual threads; somebody polls it all the time
    /// @param name what it is called
    /// @param peer who the other side is
    /// @param longFrames whether the other side takes frames of more than 16,384 bytes
    /// @param options how to wait
    public record Wiring(RingMemory outgoing, RingMemory incoming, Doorbell doorbell, Poller poller,
            String name, PeerFacts peer, boolean longFrames, StreamOptions options) {}

    private final Wiring wiring;
    private final StreamState state;
    private final Bell bell;
    private final StreamInput input;
    private final StreamOutput output;
    private final RingStream stream;

    private StreamSide(Wiring wiring, Runnable unmapped) {
        this.wiring = wiring;
        state = new StreamState("stream " + wiring.name());
        bell = new Bell(wiring.doorbell(), wiring.poller(), state);
        Gate incoming = new Gate();
        Gate outgoing = new Gate();
        StreamEnd end = new StreamEnd(state, bell, incoming, outgoing, unmapped);
        int frame = wiring.longFrames() ? Integer.MAX_VALUE : ByteHeader.MAX_DATA_BYTES;
        input = new StreamInput(new IncomingRing(wiring.incoming()), incoming,
                waiting(bell.bytes()), end, frame);
        output = new StreamOutput(new OutgoingRing(wiring.outgoing()), outgoing,
                waiting(bell.room()), end, frame);
        stream = new RingStream(wiring, state, bell, input, output, end);
    }

    private StreamWait waiting(Bell.Seat seat) {
        return new StreamWait(state, bell, seat, wiring.options().waiting());
    }

    /// Makes a stream over rings that both sides have mapped.
    ///
    /// @param wiring what it is made of
    /// @param unmapped runs once, when the stream is closed and its memory is not used any more
    /// @return its broker's side
    /// @throws org.ringway.RingCorruptException if a ring's indices are no positions
    public static StreamSide open(Wiring wiring, Runnable unmapped) {
        return new StreamSide(wiring, unmapped);
    }

    /// {@return what the user gets}
    public RingStream stream() {
        return stream;
    }

    /// Ends the stream from outside and wakes everybody who waits on it. What the other side had
    /// written can still be read.
    ///
    /// @param end how
    public void end(ChannelSide.End end) {
        boolean first = switch (end) {
            case CLOSED_BY_PEER, RESCINDED -> state.end(StreamState.End.CLOSED,
                    "the other side has closed without ending its stream");
            case PEER_LOST -> state.end(StreamState.End.LOST, "peer lost");
        };
        if (first) {
            bell.close();
        }
    }

    /// {@return everything about the stream at about this moment; who uses it is not held up}
    public List<InspectTree> inspect() {
        PeerFacts peer = wiring.peer();
        List<InspectTree> facts = new ArrayList<>(List.of(leaf("stream", wiring.name()),
                leaf("state", state.word()),
                branch("peer", leaf("partition", Integer.toUnsignedLong(peer.partition().value())),
                        leaf("name", peer.name().value()), leaf("pid", peer.pid()),
                        leaf("uid", Integer.toUnsignedLong(peer.uid()))),
                leaf("longFrames", wiring.longFrames()), leaf("signalsReceived", bell.signals())));
        try {
            facts.addAll(input.inspect());
            facts.addAll(output.inspect());
        } catch (IllegalStateException gone) {
            facts.add(leaf("unmapped", true));
        }
        return facts;
    }
}
