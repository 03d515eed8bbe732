// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.ringway.verify.system.Records.forEver;

import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.platform.linux.HostileFiles;
import org.ringway.protocol.StandardToChild;

/// Malice on an open channel: the villain has opened it on the victim's service, or
/// provides the service itself.
enum RingTrick implements Trick {
    /// Moves its index out of the ring.
    INDEX_OUTSIDE((stage, self, channel, records) -> {
        records.send(Records.FEW);
        stage.awaitCue();
        channel.toVictim().writeIndex(channel.toVictim().dataBytes());
        channel.doorbell().signal();
    }),
    /// Moves its index between two words.
    INDEX_UNALIGNED((stage, self, channel, records) -> {
        records.send(Records.FEW);
        stage.awaitCue();
        channel.toVictim().writeIndex(Records.FEW * Records.BYTES + 4);
        channel.doorbell().signal();
    }),
    /// Moves its index to and fro while the victim reads.
    INDEX_JUMPS((stage, self, channel, records) -> {
        records.send(2 * Records.AROUND);
        forEver(records::moveIndex);
        forEver(channel.doorbell()::signal);
    }),
    /// Overwrites the victim's own indices, and is honest otherwise.
    VICTIMS_INDICES((stage, self, channel, records) -> {
        forEver(() -> channel.fromVictim().writeIndex(0x7777_7777));
        records.send(Records.AROUND - 1);
        channel.toVictim().readIndex(0x7777_7777);
        stage.say("scribbled");
    }),
    /// Wishes for impossible room all the time, and is honest otherwise.
    IMPOSSIBLE_WISHES((stage, self, channel, records) -> {
        forEver(records::wishTheImpossible);
        records.send(Records.MANY);
    }),
    /// Fills the ring with whatever comes, index included.
    RANDOM_BYTES((stage, self, channel, records) -> {
        forEver(records::scatter);
        forEver(channel.doorbell()::signal);
    }),
    /// Rewrites where payloads begin while they are read, always to something legal; at last how
    /// long packets are, to more than there is.
    LENGTHS((stage, self, channel, records) -> {
        Thread legal = forEver(records::rewriteOffset);
        records.send(Records.MANY);
        legal.interrupt();
        legal.join();
        forEver(records::rewriteLength);
        records.send(Integer.MAX_VALUE);
    }),
    /// Names a page that it has granted, and rewrites the counts in the list while it is read.
    RANGES((stage, self, channel, records) -> {
        long pfn = self.announces(1, self.platform.allocate(1).getFirst());
        self.grants(channel.relId(), new GpadlId(2), pfn, 1);
        self.await(StandardToChild.GpadlCreated.class);
        records.sendNaming(pfn, 2 * Records.AROUND);
        forEver(records::rewriteRanges);
        records.sendNaming(pfn, Integer.MAX_VALUE);
    }),
    /// Names pages that it never granted.
    FOREIGN_PAGES((stage, self, channel, records) -> records.sendNaming(0x77, 1)),
    /// Grants pages and takes them away while the victim works on them.
    LENT_HOLES((stage, self, channel, records) -> {
        Handle region = self.platform.allocate(1).getFirst();
        long pfn = self.announces(1, region);
        self.grants(channel.relId(), new GpadlId(2), pfn, 1);
        self.await(StandardToChild.GpadlCreated.class);
        forEver(() -> HostileFiles.punchHole(region, 1));
        records.sendNaming(pfn, Records.MANY);
    }),
    /// Rewrites the header of messages while it is read.
    PIPE_HEADERS((stage, self, channel, records) -> {
        records.send(2 * Records.AROUND);
        forEver(records::rewritePipeHeader);
        records.send(Integer.MAX_VALUE);
    }),
    /// Takes the pages from under the ring.
    HOLES((stage, self, channel, records) -> {
        records.send(Records.FEW);
        stage.awaitCue();
        stage.say("punched: " + HostileFiles.punchHole(channel.region(), 2 * Records.PAGES));
        channel.toVictim().writeIndex(10 * Records.BYTES);
        channel.doorbell().signal();
    }),
    /// Signals without end, mostly for nothing.
    STORM((stage, self, channel, records) -> {
        forEver(channel.doorbell()::signal);
        records.send(Records.MANY);
    }),
    /// Sends, and never signals.
    SILENCE((stage, self, channel, records) -> {
        for (int i = 0; i < Records.MANY; i++) {
            records.publish();
        }
    }),
    /// Answers every request, asks for a signal for the next, and never takes a signal.
    FULL_DOORBELL((stage, self, channel, records) -> {
        while (true) {
            long request = records.awaitRequest();
            channel.incoming().unmaskAndRecheck();
            records.complete(request);
        }
    }),
    /// Completes what nobody asked, then sends something.
    UNKNOWN_COMPLETIONS((stage, self, channel, records) -> {
        for (int i = 0; i < Records.MANY; i++) {
            records.complete(i < 100 ? i - 50 : i * 0x0001_0000_0001L);
        }
        records.send(Records.FEW);
    }),
    /// Completes every request twice.
    DOUBLE_COMPLETIONS((stage, self, channel, records) -> {
        for (int i = 0; i < Records.FEW; i++) {
            long request = records.awaitRequest();
            records.complete(request);
            records.complete(request);
        }
    }),
    /// Never reads, so never completes.
    DEAF((stage, self, channel, records) -> {});

    /// What to do once the channel is open.
    private interface Malice {
        void play(Stage stage, RawPartition self, RawChannel channel, Records records)
                throws Exception;
    }

    private final Malice malice;

    RingTrick(Malice malice) {
        this.malice = malice;
    }

    @Override
    public void play(Stage stage) throws Exception {
        try (RawPartition self = stage.join()) {
            RawChannel channel = stage.provides() ? self.offers(Stage.SERVICE).accepts()
                    : self.opens(Stage.SERVICE, Records.PAGES);
            malice.play(stage, self, channel, new Records(channel));
            stage.say("done");
            stage.awaitCue();
        }
    }
}
