// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ringway.protocol.StandardToChild;
import org.ringway.wire.Guid;

/// Malice on a stream that the villain has connected to the victim.
enum StreamTrick implements Trick {
    /// Sends frames of a kind that nobody knows.
    UNKNOWN_KIND((_, channel) -> frame(channel, 7, Long.BYTES)),
    /// Sends a frame that counts more bytes than are in its packet.
    BEYOND_ITS_PACKET((_, channel) -> frame(channel, Records.PIPE_DATA, 2 * Long.BYTES)),
    /// Ends the stream, and goes on.
    BYTES_AFTER_THE_END((_, channel) -> {
        frame(channel, Records.PIPE_DATA, 0);
        frame(channel, Records.PIPE_DATA, Long.BYTES);
    }),
    /// Rewrites the headers of frames while they are read.
    REWRITTEN_HEADERS((records, _) -> {
        records.send(2 * Records.AROUND);
        Records.forEver(records::rewritePipeHeader);
        records.send(Integer.MAX_VALUE);
    }),
    /// Moves its index out of the ring.
    INDEX_OUTSIDE((_, channel) -> {
        channel.toVictim().writeIndex(channel.toVictim().dataBytes());
        channel.doorbell().signal();
    }),
    /// Connects, and never opens what it is offered.
    UNOPENED {
        @Override
        public void play(Stage stage) throws Exception {
            try (RawPartition self = stage.join()) {
                int offered = 0;
                while (!(self.asksToConnect(Guid.ofName("end " + offered), SERVICE)
                        instanceof StandardToChild.TlConnectResult result)) {
                    offered++;
                }
                stage.say(offered + " " + result.status() + ": " + self.lastWords());
                stage.awaitCue();
            }
        }
    };

    /// What the victim listens on.
    static final Guid SERVICE = Guid.ofName(Stage.SERVICE);

    private interface Malice {
        void play(Records records, RawChannel channel);
    }

    private final Malice malice;

    StreamTrick() {
        this((_, _) -> {});
    }

    StreamTrick(Malice malice) {
        this.malice = malice;
    }

    @Override
    public void play(Stage stage) throws Exception {
        try (RawPartition self = stage.join()) {
            RawChannel channel = self.connects(SERVICE, Records.PAGES);
            Records records = new Records(channel);
            records.send(Records.FEW);
            stage.awaitCue();
            malice.play(records, channel);
            stage.awaitCue();
        }
    }

    /// Sends 8 bytes with a header before them that says what it likes.
    private static void frame(RawChannel channel, int kind, int bytes) {
        MemorySegment packet = MemorySegment.ofArray(new int[4]);
        packet.setAtIndex(ValueLayout.JAVA_INT, 0, kind);
        packet.setAtIndex(ValueLayout.JAVA_INT, 1, bytes);
        channel.outgoing().tryWrite(0, false, packet);
        channel.outgoing().publish();
        channel.doorbell().signal();
    }
}
