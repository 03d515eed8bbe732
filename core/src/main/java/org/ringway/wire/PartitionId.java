// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The number the root gave to a partition; never used twice while the root lives.
///
/// @param value the u32 on the wire; any value is legal
public record PartitionId(int value) {
    @Override
    public String toString() {
        return "partition " + Integer.toUnsignedString(value);
    }
}
