// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.util.List;

/// One end of a control link: whole messages in order, handles attached.
///
/// - **Thread:** any for [#trySend], one at a time for [#receive].
/// - **Blocking:** never; a [Poller] says when to try again.
/// - **Errors:** a link that is gone swallows what is sent and answers [Received.HangUp].
public non-sealed interface ControlLink extends Pollable, AutoCloseable {
    /// What [#receive] found.
    sealed interface Received {
        /// One message, whole as it was sent.
        ///
        /// @param bytes a private copy; longer than any legal message if the sender broke that rule
        /// @param handles what was attached, owned by the receiver from now on; none at all if more
        ///     than [Platform#MAX_HANDLES] were, or if descriptors have run out here
        record Message(byte[] bytes, List<Handle> handles) implements Received {}

        /// Nothing there now.
        record Nothing() implements Received {}

        /// The other side is gone; every message before was delivered.
        record HangUp() implements Received {}
    }

    /// {@return who is at the other end}
    PeerCredentials peer();

    /// Sends one message, whole or not at all.
    ///
    /// @param message its bytes, at least one, copied before this returns
    /// @param handles what to attach, at most [Platform#MAX_HANDLES]; they stay open here
    /// @return `false` if the other side has to read first
    /// @throws IllegalArgumentException if the message is empty or carries too many handles
    boolean trySend(byte[] message, List<Handle> handles);

    /// {@return the next message, or why there is none}
    Received receive();

    /// Hangs up. The other side still receives what was sent; handles that nobody received are
    /// closed. Idempotent.
    @Override
    void close();
}
