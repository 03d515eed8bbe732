// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.device;

import java.time.Clock;
import java.time.LocalDateTime;

/// The clock of a PC at its two ports: read-only, in UTC, binary-coded decimal, 24 hours.
///
/// - **Thread:** one at a time.
public final class RealTimeClock {
    /// The port that chooses a register.
    public static final int INDEX = 0x70;
    /// The port that reads it.
    public static final int DATA = 0x71;

    private static final int STATUS_B = 0xB;
    private static final int HOURS_24 = 2;
    private static final int STATUS_D = 0xD;
    private static final int VALID = 0x80;
    private static final int CENTURY = 0x32;

    private final Clock clock;
    private int index;

    /// @param clock what it shows
    public RealTimeClock(Clock clock) {
        this.clock = clock;
    }

    /// Chooses a register.
    ///
    /// @param value its number; the highest bit means something else
    public void choose(int value) {
        index = value & 0x7F;
    }

    /// {@return what the chosen register holds}
    public int read() {
        LocalDateTime now = LocalDateTime.now(clock);
        return switch (index) {
            case 0 -> decimal(now.getSecond());
            case 2 -> decimal(now.getMinute());
            case 4 -> decimal(now.getHour());
            case 6 -> decimal(now.getDayOfWeek().getValue() % 7 + 1);
            case 7 -> decimal(now.getDayOfMonth());
            case 8 -> decimal(now.getMonthValue());
            case 9 -> decimal(now.getYear() % 100);
            case CENTURY -> decimal(now.getYear() / 100);
            case STATUS_B -> HOURS_24;
            case STATUS_D -> VALID;
            default -> 0;
        };
    }

    private static int decimal(int value) {
        return value / 10 << 4 | value % 10;
    }
}
