// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PeerLostException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChannelGroup;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.verify.command.Ringway;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Another process opens sub-channels and sends on all of them at once; this one serves.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SubchannelProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Bus bus;
    private Service service;
    private OtherJvm sending;
    private BusChannel primary;
    private ChannelGroup group;

    @BeforeEach
    void anotherProcessOpens() throws Exception {
        bus = new Bus(folder);
        ChildPartition provider = bus.join("provider");
        Guid guid = Guid.ofName(SubchannelSender.SERVICE);
        service = provider.offer(SubchannelSender.SERVICE,
                new OfferContent(guid, guid, 0, UserData.EMPTY),
                ServiceOptions.DEFAULT.withSubchannels(SubchannelSender.SUBCHANNELS));
        sending = OtherJvm.start(SubchannelSender.class, bus.socket().toString());
        BusChannel accepted = service.accept(LIMIT);
        assertNotNull(accepted);
        primary = accepted;
        group = provider.group(primary);
        assertEquals("ready", sending.says());
    }

    @AfterEach
    void end() {
        sending.close();
        bus.close();
    }

    private List<BusChannel> accepted() throws InterruptedException {
        List<BusChannel> channels = new ArrayList<>(List.of(primary));
        while (channels.size() <= SubchannelSender.SUBCHANNELS) {
            BusChannel next = group.accept(LIMIT);
            assertNotNull(next);
            channels.add(next);
        }
        return channels;
    }

    /// Each packet is the one after the last on the same channel.
    private static long countInOrder(BusChannel channel) throws InterruptedException {
        long[] next = new long[1];
        while (next[0] < SubchannelSender.PACKETS) {
            channel.receive(packet -> assertEquals(next[0]++,
                    packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0)), 256, LIMIT);
        }
        return next[0];
    }

    @Test
    @DisplayName("each keeps its order, all are listed under their device, one death ends all")
    void allAtOnce() throws Exception {
        List<BusChannel> channels = accepted();
        Ringway ringway =
                new Ringway(folder, Map.of("RINGWAY_SOCKET", bus.socket().toString()));
        String listed = ringway.run("ls", "-v").out();
        sending.cue();
        List<FutureTask<Long>> counts = new ArrayList<>();
        for (BusChannel channel : channels) {
            counts.add(new FutureTask<>(() -> countInOrder(channel)));
            Thread.ofVirtual().start(counts.getLast());
        }
        for (FutureTask<Long> count : counts) {
            assertEquals(SubchannelSender.PACKETS, count.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals("sent", sending.says());
        sending.kill();
        assertAll(channels.stream().map(channel -> () -> assertThrows(PeerLostException.class,
                () -> channel.receive(packet -> { }, 1, LIMIT))));
        assertAll(
                () -> assertTrue(listed.contains("target_cpu=0, subchannel=0,"), listed),
                () -> assertTrue(listed.contains("target_cpu=1, subchannel=1,"), listed),
                () -> assertTrue(listed.contains("target_cpu=0, subchannel=2,"), listed),
                () -> assertTrue(listed.contains("target_cpu=1, subchannel=3,"), listed));
    }
}
