// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.platform.linux.LinuxPlatform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;

/// A root, a Ringway provider and a stock guest, at each version, on each platform.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class GuestCase {
    static final int V4_0 = 0x4_0000;
    static final int V4_1 = 0x4_0001;
    static final int V5_0 = 0x5_0000;
    static final int V5_3 = 0x5_0003;

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();
    Platform platform;
    GuestMemory memory;
    ChildPartition provider;
    StockGuest guest;

    @TempDir
    Path folder;

    static Stream<Arguments> lives() {
        return IntStream.of(0x2_0004, 0x3_0000, V4_0, V4_1, V5_0, 0x5_0001, 0x5_0002, V5_3)
                .boxed()
                .flatMap(version -> Stream.of(
                        Arguments.of(new LocalPlatform(), 1, version, version % 2 == 0),
                        Arguments.of(new LinuxPlatform(), 2, version, version % 2 != 0)));
    }

    @AfterEach
    final void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final void boot(Platform on, int gap, boolean padded) throws InterruptedException {
        platform = on;
        RootPartition root = keep(RootPartition.start(
                platform, RootOptions.DEFAULT.listeningAt(at("root.sock"))));
        provider = keep(ChildPartition.join(
                JoinOptions.of(platform, folder.resolve("root.sock"), "provider")));
        Handle region = platform.allocate(GuestMemory.PAGES).getFirst();
        memory = keep(new GuestMemory(platform, region, gap));
        try (var door = platform.listen(at("guest.sock"))) {
            ControlLink link = platform.connect(folder.resolve("guest.sock"));
            guest = keep(new StockGuest(platform, link, padded));
            ControlLink rootEnd = door.accept();
            assertNotNull(rootEnd);
            root.attach(rootEnd, region);
        }
    }

    private ListenOptions at(String name) {
        return new ListenOptions(folder.resolve(name), 0600, OptionalInt.empty());
    }

    /// Newest first: what the root does not speak, and then the version that this guest knows best.
    final void connects(int version) {
        guest.asksFor(0x6_0000, 2);
        guest.hearsThatItIsNotServed();
        // Before 5.0 it is the address of the interrupt page.
        guest.asksFor(version, version < V5_0 ? 0xFFFF_F000L : 2);
        guest.hearsThatItIsServed(version < V5_0 ? version : 1);
        guest.requestsOffers();
    }

    final GuestChannel opens(int channel, int ring, GuestMemory.Rings rings) {
        guest.grants(channel, ring, rings.pfns());
        guest.hearsCreated(channel, ring);
        guest.opens(channel, ring + 1, ring, GuestMemory.RING_PAGES);
        guest.hearsOpened(channel, ring + 1);
        return keep(new GuestChannel(platform, rings, guest.attached()));
    }
}
