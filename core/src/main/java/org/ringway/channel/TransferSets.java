// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.List;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferSetId;
import org.ringway.memory.TransferSetPart;

/// The transfer-page sets of a channel: pages that are shared once under a number and named by
/// offset in packets from then on.
///
/// The pages are either side's: a sender lends slots of its own, or fills slots of a buffer that
/// the receiver has set up, as a virtual switch fills the receive buffer of a network card. A
/// number names one set on a channel, whichever side it belongs to; the sides agree on numbers as
/// they agree on what payloads mean.
///
/// Between Ringway sides [#announce] tells the other about a set. Plain VMBus peers tell each other
/// in their own protocols: then each side calls [#bind(TransferSetId, SharedBuffer)] or
/// [#bind(TransferSetId, List)].
///
/// - **Thread:** any.
public final class TransferSets {
    private final ChannelParts parts;

    TransferSets(ChannelParts parts) {
        this.parts = parts;
    }

    /// Makes a set of a buffer's pages and tells the other side in packets. What either side sends
    /// afterwards, the other in answer to that, can name the set.
    ///
    /// @param set a number that is not in use
    /// @param buffer of this partition; granted if it is not yet, and leased until the set is
    ///     removed
    /// @throws InterruptedException if interrupted while it waits; the set is removed, and its
    ///     number may be used up
    /// @throws IllegalArgumentException if the number is in use, or the buffer is too large for
    ///     offsets of 32 bits
    public void announce(TransferSetId set, SharedBuffer buffer) throws InterruptedException {
        Deadline deadline = Deadline.in(parts.timeout());
        try {
            List<GpadlId> gpadls = bind(set, buffer, deadline);
            tell(set, gpadls, deadline);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    private void tell(TransferSetId set, List<GpadlId> gpadls, Deadline deadline)
            throws InterruptedException {
        try {
            for (GpadlId gpadl : gpadls) {
                TransferSetPart part = new TransferSetPart(set, gpadl);
                parts.waiting().send(() -> parts.sender().ring().tryAddToSet(part), deadline);
            }
            parts.sets().announced(set);
        } catch (InterruptedException | RuntimeException e) {
            parts.sets().unbind(set);
            throw e;
        }
    }

    /// Makes a set of a buffer's pages; how the other side learns of it is the caller's protocol.
    ///
    /// @param set a number that is not in use
    /// @param buffer of this partition; granted if it is not yet, and leased until the set is
    ///     removed
    /// @return what the other side calls the pages, one number for each region of the buffer
    /// @throws InterruptedException if interrupted while it waits
    /// @throws IllegalArgumentException if the number is in use, or the buffer is too large for
    ///     offsets of 32 bits
    public List<GpadlId> bind(TransferSetId set, SharedBuffer buffer) throws InterruptedException {
        try {
            return bind(set, buffer, Deadline.in(parts.timeout()));
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    private List<GpadlId> bind(TransferSetId set, SharedBuffer buffer, Deadline deadline)
            throws InterruptedException {
        parts.state().requireOpen();
        List<GpadlId> gpadls = parts.grants().grant(buffer, deadline);
        parts.sets().bind(set, buffer);
        return gpadls;
    }

    /// Makes a set of pages that the other side has granted, and has told of in its own protocol.
    ///
    /// @param set a number that is not in use
    /// @param gpadls their numbers, in the order of their bytes in the set
    /// @throws org.ringway.ProtocolException if one was not granted
    /// @throws IllegalArgumentException if the number is in use, or the pages are too many for
    ///     offsets of 32 bits
    public void bind(TransferSetId set, List<GpadlId> gpadls) {
        parts.state().requireOpen();
        parts.sets().bind(set, gpadls);
    }

    /// Begins to send from a set, once: whoever fills its slots is alone in giving them out. The
    /// other side must not do the same.
    ///
    /// @param set of own pages, or of pages that the other side has granted for writing and bound
    /// @param unitBytes what slots are made of: their size if all have the same, else what lengths
    ///     are rounded up to
    /// @return the pool, to be closed; it ends with the set at the latest
    /// @throws IllegalArgumentException if there is no such set, its pages are read-only, or the
    ///     unit is less than a 16,777,216th of it
    /// @throws IllegalStateException if the set had a pool before
    public TransferPool pool(TransferSetId set, int unitBytes) {
        parts.state().requireOpen();
        return parts.sets().openPool(set, found -> new TransferPool(parts, found, unitBytes));
    }

    /// {@return whether there is a set of that number, announced by the other side or bound here}
    ///
    /// @param set the number
    public boolean has(TransferSetId set) {
        return parts.sets().find(set) != null;
    }

    /// Forgets a set; what was sent before can still be received and completed. If it was announced
    /// from here the other side is told and forgets it, too.
    ///
    /// @param set its number, free again afterwards
    /// @throws InterruptedException if interrupted while it waits to tell
    /// @throws IllegalArgumentException if there is no such set
    public void remove(TransferSetId set) throws InterruptedException {
        try {
            if (parts.sets().unbind(set).isAnnounced()) {
                TransferSetPart whole = new TransferSetPart(set, new GpadlId(0));
                parts.waiting().send(() -> parts.sender().ring().tryRemoveSet(whole),
                        Deadline.in(parts.timeout()));
            }
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }
}
