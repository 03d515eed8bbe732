// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.concurrent.atomic.AtomicInteger;

/// What a packet needs of its channel to be completed.
///
/// @param sender carries the completion
/// @param views finds the pages a packet names
/// @param sets finds the transfer-page set a packet names
/// @param delivery counts the packets that are deferred
/// @param kept how many private copies there are on this channel
/// @param freed runs after a copy is gone
record PacketContext(Sender sender, GrantViews views, SetTable sets, Delivery delivery,
        AtomicInteger kept, Runnable freed) {
    void defer() {
        delivery.defer();
        kept.incrementAndGet();
    }

    void release() {
        kept.decrementAndGet();
        delivery.end();
        freed.run();
    }
}
