// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.guest.device.PowerPorts;
import org.ringway.guest.device.PowerPorts.Wish;
import org.ringway.guest.device.RealTimeClock;
import org.ringway.guest.device.SerialPort;

/// What answers at a machine's ports. Where nothing is, a guest reads ones.
///
/// - **Thread:** any.
final class Devices {
    private final SerialPort serial;
    private final RealTimeClock clock;

    Devices(SerialPort serial, RealTimeClock clock) {
        this.serial = serial;
        this.clock = clock;
    }

    SerialPort serial() {
        return serial;
    }

    long read(int port) {
        if (port >= SerialPort.FIRST && port <= SerialPort.LAST) {
            return serial.read(port);
        }
        return switch (port) {
            case RealTimeClock.DATA -> {
                synchronized (clock) {
                    yield clock.read();
                }
            }
            // A kernel that wants to begin anew by it waits until it is not busy.
            case PowerPorts.KEYBOARD -> 0;
            default -> -1;
        };
    }

    /// {@return what the guest wants of its machine}
    Wish write(int port, byte[] data) {
        Wish wish = Wish.NONE;
        for (byte each : data) {
            int value = each & 0xFF;
            if (port >= SerialPort.FIRST && port <= SerialPort.LAST) {
                serial.write(port, value);
            } else if (port == RealTimeClock.INDEX) {
                synchronized (clock) {
                    clock.choose(value);
                }
            } else if (wish == Wish.NONE) {
                wish = PowerPorts.written(port, value);
            }
        }
        return wish;
    }
}
