// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import org.ringway.RingCorruptException;

/// What a packet is. Any other number in a ring is corruption.
public enum PacketType {
    /// The payload is in the ring.
    IN_BAND(6, 2),
    /// The packet names ranges of a transfer-page set, by offset; its payload is the command about
    /// them.
    TRANSFER_PAGES(7, 3),
    /// The packet names page ranges of its sender; its payload is the command about them.
    DIRECT(9, 3),
    /// The answer to a packet that asked for one.
    COMPLETION(11, 2),
    /// The packet adds pages of its sender to a transfer-page set. Only between sides that have
    /// agreed on it: VMBus has the number and the layout, its implementations refuse it.
    ADD_TRANSFER_SET(2, 3),
    /// The packet removes a transfer-page set.
    REMOVE_TRANSFER_SET(3, 3);

    private final int wire;
    private final int smallestDataOffset;

    PacketType(int wire, int smallestDataOffset) {
        this.wire = wire;
        this.smallestDataOffset = smallestDataOffset;
    }

    int wire() {
        return wire;
    }

    /// Quadwords before the payload, at the least.
    int smallestDataOffset() {
        return smallestDataOffset;
    }

    static PacketType ofWire(int wire) {
        return switch (wire) {
            case 2 -> ADD_TRANSFER_SET;
            case 3 -> REMOVE_TRANSFER_SET;
            case 6 -> IN_BAND;
            case 7 -> TRANSFER_PAGES;
            case 9 -> DIRECT;
            case 11 -> COMPLETION;
            default -> throw new RingCorruptException(
                    "unknown packet type: type=" + wire);
        };
    }
}
