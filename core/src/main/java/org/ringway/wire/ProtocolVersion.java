// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// A version of the VMBus protocol.
///
/// @param major 0 to 65535
/// @param minor 0 to 65535
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    /// Windows Server 2022; the newest that Linux 6.12 speaks.
    public static final ProtocolVersion V5_3 = new ProtocolVersion(5, 3);

    private static final int HALF_BITS = 16;
    private static final int HALF_MASK = 0xFFFF;

    /// Refuses what does not fit into the version word.
    public ProtocolVersion {
        if ((major & HALF_MASK) != major || (minor & HALF_MASK) != minor) {
            throw new IllegalArgumentException(
                    "version does not fit into 16 bits each: major=" + major + " minor=" + minor);
        }
    }

    /// {@return the version of a word on the wire; every word is one}
    ///
    /// @param word major in the upper half, minor in the lower
    public static ProtocolVersion ofWord(int word) {
        return new ProtocolVersion(word >>> HALF_BITS, word & HALF_MASK);
    }

    /// {@return the word on the wire}
    public int word() {
        return major << HALF_BITS | minor;
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return Integer.compareUnsigned(word(), other.word());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
