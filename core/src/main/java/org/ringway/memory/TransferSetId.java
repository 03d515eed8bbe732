// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

/// The number of a transfer-page set on one channel: pages that were shared once and are named by
/// offset from then on.
///
/// @param value the u16 on the wire, 0 to 65,535
public record TransferSetId(int value) {
    private static final int MAX = 0xFFFF;

    /// Checks the number.
    public TransferSetId {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(
                    "transfer set id out of range: value=" + value + " range=0.." + MAX);
        }
    }

    @Override
    public String toString() {
        return "transfer set " + value;
    }
}
