// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps offers from a guest that are not for it, see [GuestReach]: nobody tells it of them, what
/// it says of them all the same goes nowhere, and when they are rescinded the root hears from here
/// that they are let go of.
///
/// Pure: no input, no output.
final class OfferGate {
    private final GuestReach reach;
    private final HostOffers host;
    private final Set<Integer> hidden = new HashSet<>();
    private final Queue<byte[]> owed = new ArrayDeque<>();

    OfferGate(GuestReach reach, HostOffers host) {
        this.reach = reach;
        this.host = host;
    }

    /// The root says something.
    ///
    /// @param isAwaited whether it is the stream that the guest has asked for
    /// @return whether the guest is not to hear it
    boolean hides(GuestMessage message, boolean isAwaited) {
        return switch (message.type()) {
            case GuestMessage.OFFER_CHANNEL -> !isAwaited && !admits(message)
                    && hide(message.relId());
            case GuestMessage.RESCIND_CHANNEL_OFFER -> hidden.remove(message.relId())
                    && owed.add(StandIn.released(message.relId()));
            default -> false;
        };
    }

    /// However often it is offered.
    private boolean hide(int relId) {
        hidden.add(relId);
        return true;
    }

    private boolean admits(GuestMessage offer) {
        return !offer.isStream() && host.has(offer.offeredInstance())
                || !reach.isRelayed() && reach.allows(offer.offeredInterface());
    }

    /// {@return whether the guest speaks of something that it cannot know}
    boolean isHidden(GuestMessage message) {
        return switch (message.type()) {
            case GuestMessage.OPEN_CHANNEL, GuestMessage.CLOSE_CHANNEL, GuestMessage.GPADL_HEADER,
                    GuestMessage.GPADL_TEARDOWN, GuestMessage.REL_ID_RELEASED,
                    GuestMessage.MODIFY_CHANNEL -> hidden.contains(message.relId());
            default -> false;
        };
    }

    /// {@return what to say to the root next, or null}
    byte @Nullable [] owed() {
        return owed.peek();
    }

    /// The root has heard it.
    void said() {
        owed.remove();
    }

    /// Another bond with a root begins.
    void clear() {
        hidden.clear();
        owed.clear();
    }
}
