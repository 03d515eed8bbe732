// SPDX-License-Identifier: Apache-2.0
package org.ringway;

/// The root of everything Ringway throws on its own account.
///
/// Unchecked, because most callers can only close the channel and tell somebody. The subtypes say
/// who has to act: the caller ([BusTimeoutException], [RefusedException]), the other partition
/// ([RingCorruptException], [ProtocolException], [PeerLostException]), or the host
/// ([PlatformException], [RootLostException]).
public abstract sealed class BusException extends RuntimeException
        permits BusTimeoutException, ChannelClosedException, PeerLostException, PlatformException,
                ProtocolException, RefusedException, RingCorruptException, RootLostException {
    private static final long serialVersionUID = 1L;

    BusException(String message) {
        super(message);
    }

    BusException(String message, Throwable cause) {
        super(message, cause);
    }
}
