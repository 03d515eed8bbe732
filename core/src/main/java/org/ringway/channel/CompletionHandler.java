// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import org.ringway.BusException;

/// Told when a request is over, exactly once.
///
/// Runs on the thread that reads the channel at that moment, so it must be short, and must not
/// receive or request on the same channel; it may send with `trySend`.
public interface CompletionHandler {
    /// The answer is there; what was lent is back.
    ///
    /// @param answer its payload, a multiple of 8 bytes, valid during the call; it lies in memory
    ///     the other side may still write, so copy before you check
    void completed(MemorySegment answer);

    /// There will be no answer: the channel has ended. What was lent is not lent any more, but the
    /// other side may still look at it.
    ///
    /// @param why how the channel ended
    void failed(BusException why);
}
