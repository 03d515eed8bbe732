// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.device;

/// Ports by which a guest switches its machine off, or has it begin anew.
public final class PowerPorts {
    /// Writing [#RESET_VALUE] here begins anew.
    public static final int RESET = 0x604;
    /// What asks for a reset.
    public static final int RESET_VALUE = 1;
    /// Writing a sleep state here, with [#SLEEP_ENABLE], enters it.
    public static final int SLEEP_CONTROL = 0x605;
    /// What has ended the last sleep: nothing ever.
    public static final int SLEEP_STATUS = 0x606;
    /// The keyboard controller's, of which nothing is left but its way to reset a PC.
    public static final int KEYBOARD = 0x64;
    /// The sleep state that is off.
    public static final int OFF = 5;

    private static final int SLEEP_ENABLE = 1 << 5;
    private static final int SLEEP_TYPE_SHIFT = 2;
    private static final int SLEEP_TYPE_MASK = 7;
    private static final int KEYBOARD_RESET = 0xFE;

    /// What a guest wants of its machine.
    public enum Wish {
        /// Nothing.
        NONE,
        /// To be switched off.
        OFF,
        /// To begin anew.
        RESET
    }

    private PowerPorts() {}

    /// {@return what a write means}
    ///
    /// @param port where
    /// @param value what
    public static Wish written(int port, int value) {
        return switch (port) {
            case RESET -> value == RESET_VALUE ? Wish.RESET : Wish.NONE;
            case KEYBOARD -> value == KEYBOARD_RESET ? Wish.RESET : Wish.NONE;
            case SLEEP_CONTROL -> (value & SLEEP_ENABLE) != 0
                    && (value >>> SLEEP_TYPE_SHIFT & SLEEP_TYPE_MASK) == OFF
                    ? Wish.OFF : Wish.NONE;
            default -> Wish.NONE;
        };
    }
}
