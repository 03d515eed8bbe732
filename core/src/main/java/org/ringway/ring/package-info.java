// SPDX-License-Identifier: Apache-2.0

/// The ring buffers of a channel: bytes to packets and back.
///
/// Byte for byte VMBus. A side holds an [OutgoingRing] and an [IncomingRing], each over a
/// [RingMemory]. The rings never wait and never signal; they answer whether the other side has to
/// be signalled. Every index and every descriptor of the other side is read once and checked on the
/// private copy.
@NullMarked
package org.ringway.ring;

import org.jspecify.annotations.NullMarked;
