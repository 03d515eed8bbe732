// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SerialPortTest {
    private static final int DATA = SerialPort.FIRST;
    private static final int ENABLE = SerialPort.FIRST + 1;
    private static final int IDENTIFY = SerialPort.FIRST + 2;
    private static final int LINE_CONTROL = SerialPort.FIRST + 3;
    private static final int MODEM_CONTROL = SerialPort.FIRST + 4;
    private static final int LINE_STATUS = SerialPort.FIRST + 5;
    private static final int MODEM_STATUS = SerialPort.FIRST + 6;
    private static final int SCRATCH = SerialPort.FIRST + 7;

    private final StringBuilder sent = new StringBuilder();
    private boolean isHigh;
    private final SerialPort port = new SerialPort(new SerialPort.Wires() {
        @Override
        public void sent(byte value) {
            sent.append((char) value);
        }

        @Override
        public void line(boolean high) {
            isHigh = high;
        }
    });

    @Test
    void whatTheGuestWritesGoesOutAndThereIsAlwaysRoom() {
        port.write(DATA, 'h');
        port.write(DATA, 'i');

        assertEquals("hi", sent.toString());
        assertEquals(0x60, port.read(LINE_STATUS));
        assertFalse(isHigh, "nobody asked for interrupts");
    }

    @Test
    void whatComesInInterruptsAndIsReadInOrder() {
        port.write(ENABLE, 1);
        port.receive((byte) 'a');
        port.receive((byte) 'b');

        assertTrue(isHigh);
        assertEquals(4, port.read(IDENTIFY));
        assertEquals(1, port.read(LINE_STATUS) & 1);
        assertEquals('a', port.read(DATA));
        assertTrue(isHigh);
        assertEquals('b', port.read(DATA));
        assertFalse(isHigh);
        assertEquals(1, port.read(IDENTIFY), "nothing is pending");
    }

    @Test
    void theNewsOfRoomComesOnceForEachWrite() {
        port.write(ENABLE, 2);
        assertTrue(isHigh, "there is room already");
        assertEquals(2, port.read(IDENTIFY));
        assertFalse(isHigh);
        port.write(DATA, 'x');
        assertTrue(isHigh);
    }

    @Test
    void aDriverThatLooksForAPortFindsOne() {
        port.write(SCRATCH, 0x5A);
        assertEquals(0x5A, port.read(SCRATCH));
        port.write(IDENTIFY, 1);
        assertEquals(0xC1, port.read(IDENTIFY), "with queues");
        port.write(LINE_CONTROL, 0x80);
        port.write(DATA, 12);
        assertEquals(12, port.read(DATA), "divisor");
        port.write(LINE_CONTROL, 3);
        port.write(MODEM_CONTROL, 0x1A);
        assertEquals(0x90, port.read(MODEM_STATUS), "looped");
        port.write(DATA, 'z');
        assertEquals('z', port.read(DATA), "looped");
        assertEquals("", sent.toString());
    }

    /// Whoever shows the console may take its time.
    @Test
    void aByteThatGoesOutSlowlyKeepsOnlyTheNextOneWaiting() throws InterruptedException {
        CountDownLatch isGoing = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        StringBuffer gone = new StringBuffer();
        SerialPort slow = new SerialPort(new SerialPort.Wires() {
            @Override
            public void sent(byte value) {
                isGoing.countDown();
                try {
                    mayGo.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                gone.append((char) value);
            }

            @Override
            public void line(boolean high) {}
        });
        Thread first = Thread.ofPlatform().start(() -> slow.write(DATA, 'a'));
        isGoing.await();
        Thread second = Thread.ofPlatform().start(() -> slow.write(DATA, 'b'));

        assertTrue(slow.receive((byte) 'i'));
        assertEquals('i', slow.read(DATA));
        slow.write(SCRATCH, 7);
        assertEquals(7, slow.read(SCRATCH));
        assertEquals("", gone.toString());

        mayGo.countDown();
        first.join();
        second.join();
        assertEquals("ab", gone.toString());
    }

    @Test
    void inputThatNobodyReadsIsBounded() {
        for (int i = 0; i < SerialPort.INPUT_BYTES; i++) {
            assertTrue(port.receive((byte) i));
        }
        assertFalse(port.receive((byte) 0));
    }

    @Test
    void theClockShowsTimeInDecimalDigits() {
        RealTimeClock clock = new RealTimeClock(Clock.fixed(
                Instant.parse("2026-11-28T03:59:07Z"), ZoneOffset.UTC));
        int[] registers = {0, 2, 4, 6, 7, 8, 9, 0x32, 0xB, 0xD};
        int[] expected = {0x07, 0x59, 0x03, 7, 0x28, 0x11, 0x26, 0x20, 2, 0x80};
        for (int i = 0; i < registers.length; i++) {
            clock.choose(registers[i] | 0x80);
            assertEquals(expected[i], clock.read(), "register " + registers[i]);
        }
    }

    @Test
    void powerPortsKnowOffAndReset() {
        assertEquals(PowerPorts.Wish.OFF, PowerPorts.written(0x605, 5 << 2 | 1 << 5));
        assertEquals(PowerPorts.Wish.NONE, PowerPorts.written(0x605, 5 << 2));
        assertEquals(PowerPorts.Wish.RESET, PowerPorts.written(0x604, 1));
        assertEquals(PowerPorts.Wish.RESET, PowerPorts.written(0x64, 0xFE));
        assertEquals(PowerPorts.Wish.NONE, PowerPorts.written(0x80, 1));
    }
}
