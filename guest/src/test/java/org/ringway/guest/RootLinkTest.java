// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Pollable;
import org.ringway.platform.Poller;
import org.ringway.wire.Name;

/// Roots come and go, and not every link can be listened to.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RootLinkTest {
    private final MemoryMachine machine = new MemoryMachine(TestRoot.PLATFORM);
    private final Poller real = TestRoot.PLATFORM.poller();
    private boolean isShort;
    private int heard;
    private int lost;
    private boolean hasRoom = true;
    private TestRoot root;
    private RootLink link;

    @TempDir
    Path folder;

    /// A real one that may have no room for one more.
    private final class ShortPoller implements Poller {
        @Override
        public void watch(Pollable source, Interest interest, Runnable action) {
            if (isShort) {
                throw new PlatformException("no watch is left: limit=9");
            }
            real.watch(source, interest, action);
        }

        @Override
        public void forget(Pollable source) {
            real.forget(source);
        }

        @Override
        public boolean poll(Duration atMost) {
            return real.poll(atMost);
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private final class Counter implements RootLink.Ear {
        @Override
        public boolean hasRoom() {
            return hasRoom;
        }

        @Override
        public void heard(Received.Message message) {
            heard++;
        }

        @Override
        public void lost() {
            lost++;
        }
    }

    @BeforeEach
    void start() {
        root = new TestRoot(folder);
        RootDoor door = new RootDoor(TestRoot.PLATFORM, TestRoot.socket(folder), new Name("guest"),
                GuestReach.ALL);
        ControlLink first = door.enter(machine.memory());
        link = new RootLink(door, machine.memory(), new ShortPoller(), first, new Counter());
    }

    @AfterEach
    void end() {
        link.close();
        real.close();
        root.close();
        machine.close();
    }

    private void awaitLost() {
        while (lost == 0) {
            real.poll(Duration.ofSeconds(1));
        }
    }

    private void awaitHeard(int count) {
        while (heard < count) {
            real.poll(Duration.ofSeconds(1));
        }
    }

    @Test
    void whatDoesNotFitTheEarWaitsInTheLink() {
        hasRoom = false;
        link.listen();
        real.poll(Duration.ofSeconds(60));
        assertEquals(0, heard);

        hasRoom = true;
        link.listen();
        awaitHeard(1);
    }

    @Test
    void anotherRootIsFoundWhenThereIsOne() {
        link.listen();
        root.close();
        awaitLost();
        assertFalse(link.isThere());
        assertFalse(link.find());

        root = new TestRoot(folder);

        while (!link.find()) {
            Thread.onSpinWait();
        }
        assertTrue(link.isThere());
        assertEquals(1, lost);
    }

    @Test
    void aLinkThatCannotBeListenedToIsNone() {
        link.listen();
        awaitHeard(1);
        link.close();
        isShort = true;

        assertFalse(link.find());
        assertFalse(link.isThere());

        isShort = false;
        while (!link.find()) {
            Thread.onSpinWait();
        }
        awaitHeard(2);
    }
}
