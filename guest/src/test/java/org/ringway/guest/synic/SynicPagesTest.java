// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.synic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringway.guest.boot.GuestPages;

final class SynicPagesTest {
    private static final int PAGE = 4096;
    private static final long EVENTS = PAGE;
    private static final long MESSAGES = 2 * PAGE;
    private static final long SLOT = MESSAGES + 512;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(4L * PAGE, PAGE);
    private final SynicPages synic = new SynicPages(new GuestPages(memory));

    private void switchOn() {
        synic.change(1, EVENTS | 1, MESSAGES | 1);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void nothingIsDeliveredBeforeTheGuestHasSetItUp() {
        assertFalse(synic.deliver(new byte[] {1}));
        assertFalse(synic.signal(3));
        synic.change(0, EVENTS | 1, MESSAGES | 1);
        assertFalse(synic.deliver(new byte[] {1}), "switched off");
        synic.change(1, EVENTS, MESSAGES);
        assertFalse(synic.deliver(new byte[] {1}), "pages not enabled");
        assertEquals(-1, memory.mismatch(arena.allocate(4L * PAGE)), "no byte was touched");
    }

    @Test
    void aMessageLiesInTheSlotOfInterruptSource2() {
        switchOn();

        assertTrue(synic.deliver(new byte[] {7, 8, 9}));

        assertEquals(1, memory.get(ValueLayout.JAVA_INT, SLOT), "type");
        assertEquals(3, memory.get(ValueLayout.JAVA_BYTE, SLOT + 4), "bytes");
        assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, SLOT + 5), "flags");
        assertEquals(1, memory.get(ValueLayout.JAVA_LONG, SLOT + 8), "port");
        assertArrayEquals(new byte[] {7, 8, 9},
                memory.asSlice(SLOT + 16, 3).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void aSlotThatIsFullIsLeftAloneAndTheGuestIsTold() {
        switchOn();
        synic.deliver(new byte[] {7});

        assertFalse(synic.deliver(new byte[] {8}));

        assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, SLOT + 5), "one is pending");
        assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, SLOT + 16));
        memory.set(ValueLayout.JAVA_INT, SLOT, 0);
        assertTrue(synic.deliver(new byte[] {8}));
    }

    @Test
    void onlyTheFirstSignalRaisesTheInterrupt() {
        switchOn();

        assertTrue(synic.signal(37));
        assertFalse(synic.signal(37), "the guest has not looked yet");
        assertTrue(synic.signal(38), "another channel");
        assertEquals(0x60, memory.get(ValueLayout.JAVA_INT, EVENTS + 512 + 4));
        memory.set(ValueLayout.JAVA_INT, EVENTS + 512 + 4, 0);
        assertTrue(synic.signal(37));
        assertTrue(synic.signal(2047), "the last one");
    }

    /// A hostile guest may name any page and any channel.
    @Test
    void pagesOutsideMemoryAndFlagsOutsideThePageAreNone() {
        for (long page : new long[] {4 * PAGE, Long.MIN_VALUE, -PAGE, Long.MAX_VALUE & -PAGE}) {
            synic.change(1, page | 1, page | 1);
            assertFalse(synic.deliver(new byte[] {1}), "page " + page);
            assertFalse(synic.signal(1), "page " + page);
        }
        switchOn();
        assertFalse(synic.signal(2048));
        assertFalse(synic.signal(-1));
    }

    @Test
    void aPostedMessageIsACopy() {
        long input = 3 * PAGE;
        memory.set(ValueLayout.JAVA_INT, input, 4);
        memory.set(ValueLayout.JAVA_INT, input + 8, 1);
        memory.set(ValueLayout.JAVA_INT, input + 12, 2);
        memory.set(ValueLayout.JAVA_SHORT, input + 16, (short) 0x0605);

        PostedMessage posted = PostedMessage.read(new GuestPages(memory), input);

        memory.set(ValueLayout.JAVA_SHORT, input + 16, (short) 0);
        assertEquals(HypercallStatus.SUCCESS, posted.status());
        assertArrayEquals(new byte[] {5, 6}, posted.bytes());
    }

    @Test
    void whatIsNoMessageIsRefusedWithItsStatus() {
        long input = 3 * PAGE;
        GuestPages pages = new GuestPages(memory);
        assertEquals(HypercallStatus.INVALID_ALIGNMENT, PostedMessage.read(pages, 4).status());
        for (long outside : new long[] {4 * PAGE - 248, 4 * PAGE, -8, Long.MAX_VALUE - 7}) {
            assertEquals(HypercallStatus.INVALID_ALIGNMENT,
                    PostedMessage.read(pages, outside).status(), "address " + outside);
        }
        memory.set(ValueLayout.JAVA_INT, input, 3);
        assertEquals(HypercallStatus.INVALID_CONNECTION_ID,
                PostedMessage.read(pages, input).status());
        memory.set(ValueLayout.JAVA_INT, input, 1);
        memory.set(ValueLayout.JAVA_INT, input + 8, 1);
        for (int size : new int[] {0, 241, -1, Integer.MIN_VALUE}) {
            memory.set(ValueLayout.JAVA_INT, input + 12, size);
            assertEquals(HypercallStatus.INVALID_PARAMETER,
                    PostedMessage.read(pages, input).status(), "size " + size);
        }
    }

    @Test
    void aMonitorIsTakenOnce() {
        MonitorPage monitors = new MonitorPage(new GuestPages(memory), EVENTS);
        memory.set(ValueLayout.JAVA_INT, EVENTS + 8 + 8, 0b101);

        assertTrue(monitors.take(34));
        assertFalse(monitors.take(34));
        assertTrue(monitors.take(32), "others stay");
        assertFalse(new MonitorPage(new GuestPages(memory), 0).take(0), "no page");
        assertFalse(new MonitorPage(new GuestPages(memory), 16 * PAGE).take(0), "outside");
        assertFalse(new MonitorPage(new GuestPages(memory), 12).take(0), "not a page");
    }
}
