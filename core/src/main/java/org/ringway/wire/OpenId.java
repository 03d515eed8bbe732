// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// Pairs an OpenChannel with its result; chosen by whoever opens.
///
/// @param value the u32 on the wire; any value is legal
public record OpenId(int value) {
    @Override
    public String toString() {
        return "open " + Integer.toUnsignedString(value);
    }
}
