// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.protocol.ToChild;
import org.ringway.wire.PartitionId;

/// What a root machine asks its shell to do, in this order.
public sealed interface Effect {
    /// Send a message.
    ///
    /// @param to whom; perhaps gone by now
    /// @param message what to say
    /// @param attached what goes along; the tokens stay open
    record Send(PartitionId to, ToChild message, List<HandleToken> attached) implements Effect {}

    /// Close a handle, but not before the messages that carry it are on their way.
    ///
    /// @param handle never used again
    record CloseHandle(HandleToken handle) implements Effect {}

    /// Make a doorbell; [Event.DoorbellMade] or [Event.DoorbellFailed] answers.
    ///
    /// @param channel number of the channel it is for
    record MakeDoorbell(long channel) implements Effect {}

    /// Find out what a partition announced; [Event.RegionFit] or [Event.RegionUnfit] answers.
    ///
    /// @param owner who announced it
    /// @param firstPfn its first page number
    /// @param region what to look at
    record InspectRegion(PartitionId owner, long firstPfn, HandleToken region) implements Effect {}

    /// Tell people.
    ///
    /// @param line what happened
    record Note(String line) implements Effect {}

    /// End a link, after what was sent. The machine has forgotten the partition already.
    ///
    /// @param partition who is at its other end
    /// @param reason for people
    record HangUp(PartitionId partition, String reason) implements Effect {}
}
