// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// What an offer says to whoever may open it.
///
/// @param interfaceId which kind of service
/// @param instanceId which one of that kind
/// @param flags 16 bits, see the constants
/// @param userData free for the service; begins with the pipe type if [#NAMED_PIPE] is set
public record OfferContent(Guid interfaceId, Guid instanceId, int flags, UserData userData) {
    /// Flag: programs may look the service up.
    public static final int ENUMERATE = 0x1;
    /// Flag: the channel carries a pipe.
    public static final int NAMED_PIPE = 0x10;
    /// Flag: the channel is a Hyper-V socket.
    public static final int HV_SOCKET = 0x2000;

    /// The flags of a Hyper-V socket.
    public static final int SOCKET_FLAGS = HV_SOCKET | NAMED_PIPE | ENUMERATE;

    private static final int FLAGS_MASK = 0xFFFF;

    /// Refuses flags that do not fit.
    public OfferContent {
        if ((flags & FLAGS_MASK) != flags) {
            throw new IllegalArgumentException(
                    "flags do not fit into 16 bits: flags=0x" + Integer.toHexString(flags));
        }
    }

    /// {@return whether the channel is a Hyper-V socket}
    public boolean isSocket() {
        return (flags & HV_SOCKET) != 0;
    }

    /// {@return whether the channel carries a pipe}
    public boolean isPipe() {
        return (flags & NAMED_PIPE) != 0;
    }
}
