// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.channel.ChannelSide;
import org.ringway.channel.SharedBuffer;
import org.ringway.inspect.InspectTree;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Mapping;

/// What the control thread needs of a channel that is open, whatever it carries.
sealed interface Live permits LiveChannel, LiveStream {
    /// The other side has granted pages.
    ///
    /// @throws org.ringway.ProtocolException if it may not; the mapping is the caller's then
    void map(GpadlId gpadl, Mapping mapping, boolean readOnly, List<SharedBuffer.Region> pages);

    /// The other side takes a grant back.
    ///
    /// @param unmapped runs when no view is left
    void unmap(GpadlId gpadl, Runnable unmapped);

    /// The other side is no more.
    void end(ChannelSide.End end);

    /// Closes it as its user would.
    void close();

    List<InspectTree> inspect();
}
