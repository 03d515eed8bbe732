// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// Splits long lists of pages into messages, for both ways in which pages are announced.
///
/// - **Thread:** any. **Blocking:** never. **Allocation:** the messages.
public final class GpadlMessages {
    /// What the 16-bit length of a GPADL can say, in whole quadwords: 8190 pages in one range.
    private static final int MAX_RANGE_BYTES = 0xFFF8;

    private GpadlMessages() {}

    /// One part of a PeerGpadl and what has to be attached to it.
    ///
    /// @param message the part; its handle indices count in `handles`
    /// @param handles indices into the caller's list of handles, each once
    public record PeerPart(PeerGpadl message, List<Integer> handles) {
        /// Keeps a copy.
        public PeerPart {
            handles = List.copyOf(handles);
        }
    }

    /// {@return a GpadlHeader and as many GpadlBody as the ranges need, each as full as it can be}
    ///
    /// @param relId the channel
    /// @param gpadl the sender's number
    /// @param ranges at least one
    /// @throws IllegalArgumentException if there are none, or more than one GPADL can hold
    public static List<ToRoot> split(RelId relId, GpadlId gpadl, List<GpaRange> ranges) {
        long total = ranges.stream().mapToLong(GpaRange::encodedBytes).sum();
        if (total < 1 || total > MAX_RANGE_BYTES) {
            throw new IllegalArgumentException("no GPADL holds these ranges: rangeCount="
                    + ranges.size() + " rangeBytes=" + total + " max=" + MAX_RANGE_BYTES);
        }
        byte[] encoded = encode(ranges, (int) total);
        List<ToRoot> messages = new ArrayList<>();
        int sent = Math.min(encoded.length, StandardToRootFormats.GPADL_HEADER_DATA_BYTES);
        messages.add(new StandardToRoot.GpadlHeader(
                relId, gpadl, encoded.length, ranges.size(), slice(encoded, 0, sent)));
        while (sent < encoded.length) {
            int next = Math.min(
                    encoded.length, sent + StandardToRootFormats.GPADL_BODY_DATA_BYTES);
            messages.add(new StandardToRoot.GpadlBody(0, gpadl, slice(encoded, sent, next)));
            sent = next;
        }
        return messages;
    }

    private static byte[] encode(List<GpaRange> ranges, int total) {
        byte[] encoded = new byte[total];
        long at = 0;
        for (GpaRange range : ranges) {
            at = range.encode(MemorySegment.ofArray(encoded), at);
        }
        return encoded;
    }

    private static WireBytes slice(byte[] bytes, int from, int to) {
        return WireBytes.of(Arrays.copyOfRange(bytes, from, to));
    }

    /// {@return the parts of a PeerGpadl, each with the handles of its own runs}
    ///
    /// A region with runs in several parts travels with each of them.
    ///
    /// @param relId the receiver's id of the channel
    /// @param gpadl the granting side's number
    /// @param readOnly whether the grant is for reading only
    /// @param runs at least one, in the order of the pages; their handle indices count in a list of
    ///     the caller, of any length
    /// @throws IllegalArgumentException if there are no runs
    public static List<PeerPart> splitPeer(
            RelId relId, GpadlId gpadl, boolean readOnly, List<PeerRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a grant has pages: runs=0");
        }
        List<PeerPart> parts = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += PeerGpadl.MAX_RUNS) {
            int to = Math.min(runs.size(), from + PeerGpadl.MAX_RUNS);
            List<Integer> handles = new ArrayList<>();
            List<PeerRun> local = new ArrayList<>();
            for (PeerRun run : runs.subList(from, to)) {
                local.add(new PeerRun(
                        run.pfn(), run.firstPage(), run.pages(), indexOf(run, handles)));
            }
            boolean lastPart = to == runs.size();
            PeerGpadl message = new PeerGpadl(relId, gpadl, readOnly, lastPart, local);
            parts.add(new PeerPart(message, handles));
        }
        return parts;
    }

    private static int indexOf(PeerRun run, List<Integer> handles) {
        int known = handles.indexOf(run.handleIndex());
        if (known >= 0) {
            return known;
        }
        handles.add(run.handleIndex());
        return handles.size() - 1;
    }
}
