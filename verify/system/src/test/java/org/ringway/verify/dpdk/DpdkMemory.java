// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

/// Where everything is in the pages that we share with the library: a ring each way, and the
/// monitor page by whose bits the library signals.
///
/// @param dataPages of each ring
record DpdkMemory(int dataPages) {
    static final int PAGE = 4096;

    int ringPages() {
        return 1 + dataPages;
    }

    int dataBytes() {
        return dataPages * PAGE;
    }

    /// The ring that we write.
    int toPeerPage() {
        return 0;
    }

    /// The ring that the library writes.
    int fromPeerPage() {
        return ringPages();
    }

    int monitorPage() {
        return 2 * ringPages();
    }

    int pages() {
        return 2 * ringPages() + 1;
    }

    long bytes() {
        return (long) pages() * PAGE;
    }
}
