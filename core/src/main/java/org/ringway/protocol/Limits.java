// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.wire.WireBytes;

/// What the numbers of our own messages can be.
final class Limits {
    /// 64-bit addresses have this many pages, so the sum of two page numbers never overflows.
    private static final long PAGES = 1L << 52;

    private Limits() {}

    static void checkPages(long first, int pages) {
        if (first < 0 || first >= PAGES) {
            throw new IllegalArgumentException("page number is out of range: page="
                    + Long.toUnsignedString(first) + " limit=" + PAGES);
        }
        if (pages < 1 || pages > PAGES - first) {
            throw new IllegalArgumentException("page count is out of range: page=" + first
                    + " pages=" + Integer.toUnsignedString(pages));
        }
    }

    static void checkPayload(WireBytes payload) {
        if (payload.length() > PortMessage.MAX_BYTES) {
            throw new IllegalArgumentException("message is too long for a port: bytes="
                    + payload.length() + " max=" + PortMessage.MAX_BYTES);
        }
    }

    static void checkSerial(long serial) {
        if (serial == 0) {
            throw new IllegalArgumentException("no channel has this serial: serial=0");
        }
    }
}
