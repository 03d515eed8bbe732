// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ringway.BusException;

/// Writes down how requests ended.
final class Recorder implements CompletionHandler {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void completed(MemorySegment answer) {
        seen.add(answer.byteSize() == 0 ? "completed"
                : "completed " + ChannelPair.word(answer));
    }

    @Override
    public void failed(BusException why) {
        seen.add(why.getClass().getSimpleName());
    }

    /// {@return one line for each end, in order}
    List<String> seen() {
        return List.copyOf(seen);
    }
}
