// SPDX-License-Identifier: Apache-2.0

/// The rings against a peer that is not ours: the VMBus library of DPDK 22.11 as Debian 12 ships it
/// (`librte-bus-vmbus23`, BSD licence), called as it is.
///
/// What it cannot show, the ring's contract in `core` does: it never waits for space, never masks,
/// has no transfer pages to send and no control messages.
@NullMarked
package org.ringway.verify.dpdk;

import org.jspecify.annotations.NullMarked;
