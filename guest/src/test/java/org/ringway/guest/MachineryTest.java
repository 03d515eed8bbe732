// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;
import org.ringway.child.ChildPartition;
import org.ringway.guest.boot.KernelImage;
import org.ringway.platform.Platform;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Name;

/// What is made in part is let go of, and the root knows no guest that is not there.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MachineryTest {
    private final KernelImage kernel = KernelImage.of(TinyKernel.file());
    private final RootListener nobody = new RootListener() {
        @Override
        public void heard(ToChild message) {}

        @Override
        public void lost() {}
    };
    private final PlayedListener listener = new PlayedListener();
    private TestRoot root;
    private ChildPartition other;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        root = new TestRoot(folder);
        other = root.join("other");
    }

    @AfterEach
    void end() {
        other.close();
        root.close();
    }

    private Machinery machinery(Platform host) {
        RootDoor door = new RootDoor(
                host, TestRoot.socket(folder), new Name("guest"), GuestReach.ALL);
        MemoryMachine machine = new MemoryMachine(
                TestRoot.PLATFORM, MemoryMachine.KERNEL_PAGES, List.of(new PlayedProcessor()));
        return Machinery.of(machine, kernel, new KernelImage.Load("", new byte[0], 1), door,
                new HostOffers(), nobody, listener);
    }

    /// The root hears of a hang-up a little later.
    private void awaitGuest(boolean isThere) throws InterruptedException {
        while (other.list().partitions().stream()
                .anyMatch(each -> each.partition().name().value().equals("guest")) != isThere) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aMachineThatIsShortOfDescriptorsHangsUp() throws InterruptedException {
        Platform isShort = PlayedPlatform.over("poller", _ -> {
            awaitGuest(true);
            throw new PlatformException("no descriptor is left: limit=9");
        });

        PlatformException failure =
                assertThrows(PlatformException.class, () -> machinery(isShort));

        assertEquals("no descriptor is left: limit=9", failure.getMessage());
        awaitGuest(false);
    }

    @Test
    void aMachineThatNeverRanHangsUp() throws InterruptedException {
        Machinery machinery = machinery(TestRoot.PLATFORM);
        awaitGuest(true);

        machinery.close();

        awaitGuest(false);
        assertTrue(machinery.isEnding());
    }
}
