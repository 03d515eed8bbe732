// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The number under which a partition can be reached without a channel. Partitions choose their
/// own, so two of them may have ports of the same number.
///
/// @param value the u32 on the wire; any value is legal
public record PortId(int value) {
    @Override
    public String toString() {
        return "port " + Integer.toUnsignedString(value);
    }
}
