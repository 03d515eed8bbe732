// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.IoEvent;
import io.netty.channel.IoOps;
import org.ringway.sockets.WaitKey;

/// What a channel waits for, or is ready for.
///
/// @param bits of [WaitKey]
record HvReadiness(int bits) implements IoOps, IoEvent {
    private static final HvReadiness[] ALL = new HvReadiness[
            WaitKey.READ + WaitKey.WRITE + WaitKey.CONNECT + WaitKey.ACCEPT + 1];

    static {
        for (int bits = 0; bits < ALL.length; bits++) {
            ALL[bits] = new HvReadiness(bits);
        }
    }

    static HvReadiness of(int bits) {
        return ALL[bits];
    }

    boolean has(int bit) {
        return (bits & bit) != 0;
    }
}
