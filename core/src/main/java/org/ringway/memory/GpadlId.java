// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

/// The number an owner gave to a list of its pages (GPADL: guest physical address descriptor list).
///
/// @param value the u32 on the wire; any value is legal
public record GpadlId(int value) {
    @Override
    public String toString() {
        return "gpadl " + Integer.toUnsignedString(value);
    }
}
