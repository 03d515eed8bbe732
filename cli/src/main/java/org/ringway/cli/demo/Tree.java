// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.util.ArrayList;
import java.util.List;

/// A directory tree as one long row of bytes: the contents of its files, one after the other.
///
/// @param entries folders before what is in them
/// @param starts where each entry's content begins in the row
/// @param bytes of the whole row
record Tree(List<TreeEntry> entries, long[] starts, long bytes) {
    /// The part of a file that lies in a piece of the row.
    ///
    /// @param entry index of the file
    /// @param fileOffset where the part begins in the file
    /// @param offset where it begins in the piece
    /// @param bytes how long it is
    record Part(int entry, long fileOffset, long offset, long bytes) {}

    static Tree of(List<TreeEntry> entries) {
        long[] starts = new long[entries.size()];
        long next = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = next;
            next = Math.addExact(next, entries.get(i).size());
        }
        return new Tree(List.copyOf(entries), starts, next);
    }

    int files() {
        return (int) entries.stream().filter(e -> e.kind() == TreeEntry.Kind.FILE).count();
    }

    /// The parts of files in a piece of the row; empty files have none.
    List<Part> parts(long position, long length) {
        List<Part> parts = new ArrayList<>();
        for (int i = firstAt(position); i < starts.length && starts[i] < position + length; i++) {
            TreeEntry entry = entries.get(i);
            long from = Math.max(position, starts[i]);
            long to = Math.min(position + length, starts[i] + entry.size());
            if (from < to) {
                parts.add(new Part(i, from - starts[i], from - position, to - from));
            }
        }
        return parts;
    }

    /// The first entry whose content reaches beyond a position.
    private int firstAt(long position) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (starts[middle] + entries.get(middle).size() > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
