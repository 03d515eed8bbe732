// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.linux.HostileFiles;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.wire.Status;

/// Malice with what a victim lends: the villain provides the service.
enum GrantTrick implements Trick {
    /// Tries to write to what it may only read.
    WRITE_TO_READ_ONLY((stage, self, channel) -> {
        PeerGpadl granted = self.await(PeerGpadl.class);
        stage.say(HostileFiles.tryToWrite(self.attached().getFirst()).toString());
        answer(self, granted, Status.OK);
        new Records(channel).answerOne();
    }),
    /// Says neither yes nor no to a grant.
    SILENT((stage, self, channel) -> {
        self.await(PeerGpadl.class);
        stage.say("silent");
    }),
    /// Does not take it.
    REFUSE((stage, self, channel) ->
            answer(self, self.await(PeerGpadl.class), Status.INSUFFICIENT_RESOURCES)),
    /// Keeps its mapping after the completion, and never says that no view is left.
    KEEP((stage, self, channel) -> {
        PeerGpadl granted = self.await(PeerGpadl.class);
        Handle region = self.attached().getFirst();
        Mapping kept = self.platform.map(
                List.of(new PageRun(region, 0, granted.runs().getFirst().pages())),
                Access.READ_WRITE);
        answer(self, granted, Status.OK);
        new Records(channel).answerOne();
        self.await(PeerTeardown.class);
        stage.say("asked to let go");
        stage.awaitCue();
        stage.say("sees " + kept.bytes().get(ValueLayout.JAVA_BYTE, 0));
        kept.bytes().fill((byte) 66);
        stage.say("written");
    });

    /// What to do once the channel is open.
    private interface Malice {
        void play(Stage stage, RawPartition self, RawChannel channel) throws Exception;
    }

    private final Malice malice;

    GrantTrick(Malice malice) {
        this.malice = malice;
    }

    @Override
    public void play(Stage stage) throws Exception {
        try (RawPartition self = stage.join()) {
            malice.play(stage, self, self.offers(Stage.SERVICE).accepts());
            stage.say("done");
            stage.awaitCue();
        }
    }

    private static void answer(RawPartition self, PeerGpadl granted, Status status) {
        self.say(new PeerGpadlResult(granted.relId(), granted.gpadl(), status));
    }
}
