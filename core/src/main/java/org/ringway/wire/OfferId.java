// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The number a child gave to one of its offers.
///
/// @param value the u32 on the wire; any value is legal
public record OfferId(int value) {
    @Override
    public String toString() {
        return "offer " + Integer.toUnsignedString(value);
    }
}
