// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ringway.guest.device.PowerPorts;

/// All the firmware there is. Linux on reduced hardware takes it for granted that there is EFI, and
/// without that resets a machine by a jump in real mode to where a PC begins.
final class ResetVector {
    static final int ADDRESS = 0xF_FFF0;

    private ResetVector() {}

    /// {@return 16-bit code that writes the reset register, and halts for good}
    static byte[] code() {
        return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xB0).put((byte) PowerPorts.RESET_VALUE) // mov al, value
                .put((byte) 0xBA).putShort((short) PowerPorts.RESET) // mov dx, port
                .put((byte) 0xEE) // out dx, al
                .put((byte) 0xF4) // hlt
                .put((byte) 0xEB).put((byte) 0xFD) // jmp to the hlt
                .array();
    }
}
