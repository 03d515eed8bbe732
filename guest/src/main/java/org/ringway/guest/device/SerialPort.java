// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.device;

import java.util.ArrayDeque;
import java.util.Queue;

/// A serial port of the kind 16550A, as far as a console uses one: bytes go out at once, bytes that
/// come in wait, and an interrupt says so.
///
/// - **Thread:** any.
public final class SerialPort {
    /// The first of its eight ports.
    public static final int FIRST = 0x3F8;
    /// The last.
    public static final int LAST = 0x3FF;
    /// Its input at the interrupt controllers.
    public static final int LINE = 4;

    /// Bytes that wait for the guest at most.
    static final int INPUT_BYTES = 4096;

    private static final int DATA = 0;
    private static final int INTERRUPT_ENABLE = 1;
    private static final int INTERRUPT_ID = 2;
    private static final int LINE_CONTROL = 3;
    private static final int MODEM_CONTROL = 4;
    private static final int LINE_STATUS = 5;
    private static final int MODEM_STATUS = 6;

    private static final int ON_INPUT = 1;
    private static final int ON_ROOM = 2;
    private static final int NO_INTERRUPT = 1;
    private static final int ROOM = 2;
    private static final int INPUT = 4;
    private static final int WITH_QUEUES = 0xC0;
    private static final int DIVISOR_ACCESS = 0x80;
    private static final int LOOP = 0x10;
    private static final int OUTPUT_EMPTY = 0x60;
    private static final int INPUT_READY = 1;
    private static final int CONNECTED = 0xB0;

    /// Where bytes and the interrupt go.
    public interface Wires {
        /// The guest has sent a byte. One call at a time, in the order of the bytes; it may take
        /// its time, and then only who sends more waits.
        ///
        /// @param value the byte
        void sent(byte value);

        /// The interrupt has changed. Called under the port's lock; must not block.
        ///
        /// @param isHigh whether it is pending
        void line(boolean isHigh);
    }

    private final Wires wires;
    /// Held while a byte goes out, and taken before the port's own lock.
    private final Object output = new Object();
    private final Queue<Byte> input = new ArrayDeque<>();
    private final int[] registers = new int[8];
    private final int[] divisor = {1, 0};
    private boolean hasFifo;
    private boolean roomPending;
    private boolean isHigh;

    /// @param wires where bytes and the interrupt go
    public SerialPort(Wires wires) {
        this.wires = wires;
    }

    /// Bytes come in.
    ///
    /// @param value the byte; lost if too many wait
    /// @return whether it was taken
    public synchronized boolean receive(byte value) {
        if (input.size() == INPUT_BYTES) {
            return false;
        }
        input.add(value);
        update();
        return true;
    }

    /// {@return what the guest reads}
    ///
    /// @param port one of the eight
    public synchronized int read(int port) {
        int register = port - FIRST;
        boolean isDivisor = (registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0 && register <= 1;
        int value = isDivisor ? divisor[register] : switch (register) {
            case DATA -> next();
            case INTERRUPT_ID -> interruptId();
            case LINE_STATUS -> OUTPUT_EMPTY | (input.isEmpty() ? 0 : INPUT_READY);
            case MODEM_STATUS -> (registers[MODEM_CONTROL] & LOOP) == 0 ? CONNECTED : looped();
            default -> registers[register];
        };
        update();
        return value;
    }

    private int next() {
        Byte value = input.poll();
        return value == null ? 0 : value & 0xFF;
    }

    /// Reading it takes the news that there is room away.
    private int interruptId() {
        int queues = hasFifo ? WITH_QUEUES : 0;
        if (inputPending()) {
            return INPUT | queues;
        }
        if (roomPending()) {
            roomPending = false;
            return ROOM | queues;
        }
        return NO_INTERRUPT | queues;
    }

    /// A looped modem answers with what is asked of it, two lines exchanged.
    private int looped() {
        int asked = registers[MODEM_CONTROL];
        return (asked & 0xC) << 4 | (asked & 1) << 5 | (asked & 2) << 3;
    }

    /// The guest writes.
    ///
    /// @param port one of the eight
    /// @param value a byte
    public void write(int port, int value) {
        int register = port - FIRST;
        if (register == DATA) {
            send(value);
        } else {
            set(register, value);
        }
    }

    private synchronized void set(int register, int value) {
        if ((registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0 && register <= 1) {
            divisor[register] = value;
            return;
        }
        switch (register) {
            case INTERRUPT_ENABLE -> {
                roomPending = (value & ON_ROOM) != 0;
                registers[INTERRUPT_ENABLE] = value & 0xF;
            }
            case INTERRUPT_ID -> hasFifo = (value & 1) != 0;
            case LINE_STATUS, MODEM_STATUS -> { }
            default -> registers[register] = value;
        }
        update();
    }

    private void send(int value) {
        synchronized (output) {
            if (goesOut(value)) {
                wires.sent((byte) value);
                hasRoom();
            }
        }
    }

    private synchronized boolean goesOut(int value) {
        if ((registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0) {
            divisor[DATA] = value;
            return false;
        }
        if ((registers[MODEM_CONTROL] & LOOP) == 0) {
            return true;
        }
        if (input.size() < INPUT_BYTES) {
            input.add((byte) value);
        }
        hasRoom();
        return false;
    }

    private synchronized void hasRoom() {
        roomPending = true;
        update();
    }

    private boolean inputPending() {
        return (registers[INTERRUPT_ENABLE] & ON_INPUT) != 0 && !input.isEmpty();
    }

    private boolean roomPending() {
        return (registers[INTERRUPT_ENABLE] & ON_ROOM) != 0 && roomPending;
    }

    private void update() {
        boolean now = inputPending() || roomPending();
        if (now != isHigh) {
            isHigh = now;
            wires.line(now);
        }
    }
}
