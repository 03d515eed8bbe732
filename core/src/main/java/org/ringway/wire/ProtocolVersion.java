// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// A version of the VMBus protocol.
///
/// @param major 0 to 65535
/// @param minor 0 to 65535
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    /// Windows 8; the oldest that Linux 6.12 speaks.
    public static final ProtocolVersion V2_4 = new ProtocolVersion(2, 4);
    /// Windows 8.1.
    public static final ProtocolVersion V3_0 = new ProtocolVersion(3, 0);
    /// Windows 10: sockets and reserved channels.
    public static final ProtocolVersion V4_0 = new ProtocolVersion(4, 0);
    /// ModifyChannel, and an answer to refused sockets.
    public static final ProtocolVersion V4_1 = new ProtocolVersion(4, 1);
    /// The client says on which interrupt source, the root on which connection it takes messages.
    public static final ProtocolVersion V5_0 = new ProtocolVersion(5, 0);
    /// The client names its trust level.
    public static final ProtocolVersion V5_1 = new ProtocolVersion(5, 1);
    /// The silo in TlConnectRequest.
    public static final ProtocolVersion V5_2 = new ProtocolVersion(5, 2);
    /// Windows Server 2022, ModifyChannelResponse; the newest that Linux 6.12 speaks.
    public static final ProtocolVersion V5_3 = new ProtocolVersion(5, 3);
    /// Feature flags, paravisors, confidential channels. Read here, and never agreed to.
    public static final ProtocolVersion V6_0 = new ProtocolVersion(6, 0);

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

    /// {@return whether what came with another version is in this one}
    ///
    /// @param other since when
    public boolean isAtLeast(ProtocolVersion other) {
        return compareTo(other) >= 0;
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
