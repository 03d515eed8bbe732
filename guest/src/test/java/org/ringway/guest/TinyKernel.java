// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A kernel for processors that a test plays: an entry, and one byte to load.
final class TinyKernel {
    private static final int ADDRESS = 0x100_0000;

    private TinyKernel() {}

    static byte[] file() {
        ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464C_457F).putShort(4, (short) 0x0102).putShort(18, (short) 62);
        file.putLong(32, 64).putShort(56, (short) 2);
        file.putInt(64, 1).putLong(64 + 8, 1024).putLong(64 + 24, ADDRESS);
        file.putLong(64 + 32, 1).putLong(64 + 40, 1);
        file.putInt(120, 4).putLong(120 + 8, 512).putLong(120 + 32, 20);
        file.putInt(512, 4).putInt(516, 4).putInt(520, 18).putInt(524, 0x006E_6558);
        file.putInt(528, ADDRESS);
        return file.array();
    }
}
