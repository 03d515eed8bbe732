// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChannelGroup;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;

/// A process that opens a channel and sub-channels, and on a cue sends numbered packets on all of
/// them at once.
final class SubchannelSender {
    static final String SERVICE = "lanes";
    static final int SUBCHANNELS = 3;
    static final long PACKETS = 50_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private SubchannelSender() {}

    public static void main(String[] arguments) throws Exception {
        JoinOptions options = JoinOptions.of(Path.of(arguments[0]), "sender").withProcessors(2);
        try (ChildPartition self = ChildPartition.join(options);
                BusChannel primary = self.open(self.awaitOffer(SERVICE, LIMIT))) {
            ChannelGroup group = self.group(primary);
            group.open(SUBCHANNELS, primary.options());
            System.out.println("ready");
            OtherJvm.cues().readLine();
            List<FutureTask<Long>> sends = new ArrayList<>();
            for (BusChannel channel : group.channels()) {
                sends.add(new FutureTask<>(() -> send(channel)));
                Thread.ofVirtual().start(sends.getLast());
            }
            for (FutureTask<Long> send : sends) {
                send.get();
            }
            System.out.println("sent");
            OtherJvm.cues().readLine();
        }
    }

    private static long send(BusChannel channel) throws InterruptedException {
        for (long number = 0; number < PACKETS; number++) {
            channel.send(MemorySegment.ofArray(new long[] {number}), LIMIT);
        }
        return PACKETS;
    }
}
