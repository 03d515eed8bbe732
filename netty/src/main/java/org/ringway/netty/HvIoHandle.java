// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.IoHandle;
import java.io.IOException;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvWaitSet;
import org.ringway.sockets.WaitKey;

/// What an [HvIoHandler] can wait for: a channel of this package.
///
/// - **Thread:** that of the event loop.
interface HvIoHandle extends IoHandle {
    /// Enters a wait set, and wants nothing at first.
    ///
    /// @param self the event loop's partition
    /// @param set the event loop's
    /// @param attachment goes with the key
    WaitKey enter(ChildPartition self, HvWaitSet set, Object attachment) throws IOException;

    @Override
    void close();
}
