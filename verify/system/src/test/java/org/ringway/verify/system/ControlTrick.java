// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.linux.HostileFiles;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// Malice that the root alone meets: wrong descriptors, too many words, half a sentence.
enum ControlTrick implements Trick {
    /// Passes a pipe for a region.
    PIPE(stage -> refused(stage, 1, HostileFiles.pipe())),
    /// Passes a memfd without pages: whoever touched them would be killed.
    SPARSE(stage -> refused(stage, 4, HostileFiles.sparse(4))),
    /// Passes a memfd that may shrink and grow.
    UNSEALED(stage -> refused(stage, 4, HostileFiles.unsealed(4))),
    /// Passes a memfd that may shrink.
    SHRINKABLE(stage -> refused(stage, 4, HostileFiles.shrinkable(4))),
    /// Passes a memfd of huge pages.
    HUGE(stage -> refused(stage, 512, HostileFiles.huge())),
    /// Passes a file on a disk.
    REGULAR_FILE(stage -> refusedFile(stage, Path.of("target/hostile-" + pid()))),
    /// Passes a file of the shared memory file system, which takes no seals.
    SHARED_MEMORY_FILE(stage -> refusedFile(stage, Path.of("/dev/shm/hostile-" + pid()))),
    /// Passes a region of another size than it says.
    ANOTHER_SIZE(stage -> refused(stage, 5, HostileFiles.sealed(4, HostileFiles.SIZE_SEALS))),

    /// Announces a region without a descriptor.
    NO_DESCRIPTOR(stage -> {
        try (RawPartition self = stage.join()) {
            self.say(new RingwayToRoot.AnnounceRegion(1, 1, false));
            stage.say(self.await(RingwayToChild.RegionResult.class).status()
                    + ": " + self.lastWords());
        }
    }),

    /// Sends descriptors along that nobody asked for, again and again.
    UNWANTED_DESCRIPTORS(stage -> {
        try (RawPartition self = stage.join(); Handle pipe = HostileFiles.pipe()) {
            Handle[] many = Collections.nCopies(Platform.MAX_HANDLES, pipe).toArray(Handle[]::new);
            for (int i = 0; i < 1_000; i++) {
                self.say(new RingwayToRoot.List(0), many);
                self.await(RingwayToChild.ListEnd.class);
            }
            stage.say("still here");
        }
    }),

    /// Asks until the root reads no more, and reads no answer.
    FLOOD(stage -> {
        try (RawPartition self = stage.join()) {
            byte[] question = ControlCodec.encode(new RingwayToRoot.List(7));
            int asked = 0;
            while (asked < 1_000_000 && self.trySay(question)) {
                asked++;
            }
            stage.say(asked < 1_000_000 ? "held back" : "never held back");
            stage.awaitCue();
        }
    }),

    /// Asks for ever, and reads every answer.
    CHATTER(stage -> {
        try (RawPartition self = stage.join()) {
            for (int i = 0; i < 20_000; i++) {
                self.say(new RingwayToRoot.List(7));
                self.await(RingwayToChild.ListEnd.class);
            }
            stage.say("heard all");
        }
    }),

    /// Posts to everybody for ever, also to itself, and takes nothing of it.
    POSTS(stage -> {
        try (RawPartition self = stage.join()) {
            PortId port = new PortId(1);
            self.say(new RingwayToRoot.OpenPort(port, RingwayToRoot.PortKind.MESSAGES, 0));
            self.await(RingwayToChild.OpenPortResult.class);
            int accepted = 0;
            // Its own number is larger, the more have joined before.
            int everybody = 1_000;
            for (int i = 0; i < 20_000; i++) {
                self.say(new RingwayToRoot.PostMessage(
                        i, new PartitionId(1 + i % everybody), port, 0, WireBytes.EMPTY));
                accepted += self.await(RingwayToChild.PostResult.class).status().isOk() ? 1 : 0;
                self.say(new RingwayToRoot.SignalEvent(
                        i, new PartitionId(1 + i % everybody), port, i % 2048));
                self.await(RingwayToChild.PostResult.class);
            }
            stage.say("accepted " + accepted);
        }
    }),

    /// Hangs up in the middle of a list of pages.
    HANG_UP_MID_GPADL(stage -> {
        RawPartition self = stage.join();
        RelId relId = self.findsOffer(Innocents.SERVICE);
        Handle region = self.platform.allocate(100).getFirst();
        self.announcesAndHears(100, region);
        self.say(half(relId, 1));
        // Without a word: neither Unload nor the end of the list.
        Runtime.getRuntime().halt(0);
    }),

    /// Begins lists of pages and never ends one.
    HALF_GPADLS(stage -> {
        try (RawPartition self = stage.join()) {
            RelId relId = self.findsOffer(Innocents.SERVICE);
            self.await(StandardToChild.AllOffersDelivered.class);
            for (int i = 1; i <= 65; i++) {
                self.say(half(relId, i));
            }
            stage.say(self.await(StandardToChild.GpadlCreated.class).status()
                    + ": " + self.lastWords());
        }
    }),

    /// Wants rings that lie nowhere, or have no page for data.
    BAD_RINGS(stage -> {
        try (RawPartition self = stage.join()) {
            RelId relId = self.findsOffer(Innocents.SERVICE);
            long pfn = self.announces(8, self.platform.allocate(8).getFirst());
            self.grants(relId, new GpadlId(1), pfn, 8);
            for (int downstreamPage : new int[] {0, 1, 7, 8, -1}) {
                self.say(RawPartition.openMessage(relId, new GpadlId(1), downstreamPage));
                stage.say(self.await(StandardToChild.OpenChannelResult.class).status()
                        + ": " + self.lastWords());
            }
        }
    }),
    /// Says neither yes nor no to who wants a channel.
    HOLD_OPEN(stage -> {
        try (RawPartition self = stage.join()) {
            self.offers(Stage.SERVICE).awaitsOpen();
            stage.say("asked");
            stage.awaitCue();
        }
    }),
    /// Opens a channel whose two rings are the same pages.
    ALIASED_RINGS(stage -> {
        try (RawPartition self = stage.join()) {
            RelId relId = self.findsOffer(Stage.SERVICE);
            long pfn = self.announces(4, self.platform.allocate(4).getFirst());
            GpaRange twice = new GpaRange(8 * Platform.PAGE_BYTES, 0,
                    LongStream.range(0, 8).map(page -> pfn + page % 4).toArray());
            GpadlMessages.split(relId, new GpadlId(1), List.of(twice)).forEach(self::say);
            self.say(RawPartition.openMessage(relId, new GpadlId(1), 4));
            stage.say(self.await(StandardToChild.OpenChannelResult.class).status().text());
            stage.awaitCue();
        }
    }),
    /// Offers more than it may.
    TOO_MANY_OFFERS(stage -> {
        try (RawPartition self = stage.join()) {
            Status status = Status.OK;
            int stand = -1;
            for (; status.isOk(); stand++) {
                status = self.tryOffer("offer " + stand, stand + 2);
            }
            stage.say(stand + " " + status + ": " + self.lastWords());
        }
    }),

    /// Answers what nobody asked: to the root as good as an answer that is late.
    FORGED_ANSWERS(stage -> {
        try (RawPartition self = stage.join()) {
            for (int id = 1; id <= RelId.MAX; id++) {
                self.say(new RingwayToRoot.PeerOpenResult(new RelId(id), Status.OK));
                self.say(new RingwayToRoot.PeerTorndown(new RelId(id), new GpadlId(id)));
            }
            self.say(new RingwayToRoot.List(0));
            self.await(RingwayToChild.ListEnd.class);
            stage.say("still here");
        }
    }),
    /// Says hello twice.
    SECOND_HELLO(stage -> ended(stage, ControlCodec.encode(
            RingwayToRoot.Hello.of(0, Name.of("another"))))),
    /// Says what only a root may say.
    ROOT_VOICE(stage -> ended(stage, ControlCodec.encode(
            new StandardToChild.UnloadComplete()))),
    /// Says what nobody knows.
    UNKNOWN_TYPE(stage -> ended(stage, new byte[] {99, 0, 0, 0, 0, 0, 0, 0})),
    /// Stops in the middle of a message.
    CUT_SHORT(stage -> ended(stage, Arrays.copyOf(ControlCodec.encode(
            new RingwayToRoot.RetireRegion(1)), 15)));

    private final Trick trick;

    ControlTrick(Trick trick) {
        this.trick = trick;
    }

    @Override
    public void play(Stage stage) throws Exception {
        trick.play(stage);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void refused(Stage stage, int pages, Handle region) {
        try (RawPartition self = stage.join(); region) {
            stage.say(self.announcesAndHears(pages, region).status() + ": " + self.lastWords());
        }
    }

    /// Its name goes before anything is said: from then on this process may be killed.
    private static void refusedFile(Stage stage, Path path) throws Exception {
        Handle file = HostileFiles.file(path, 4);
        Files.delete(path);
        refused(stage, 4, file);
    }

    private static void ended(Stage stage, byte[] message) {
        try (RawPartition self = stage.join()) {
            self.sayBytes(message);
            stage.say(self.awaitHangUp());
        }
    }

    /// The first message of a list that needs several.
    private static StandardToRoot.GpadlHeader half(RelId relId, int gpadl) {
        return (StandardToRoot.GpadlHeader) GpadlMessages.split(relId, new GpadlId(gpadl),
                List.of(GpaRange.ofPages(RawPartition.FIRST_PFN, 100))).getFirst();
    }
}
