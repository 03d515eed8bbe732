// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps offers from a guest that are not for it, see [GuestReach]: nobody tells it of them, what
/// it says of anything that it was not told of goes nowhere, and when they are rescinded the root
/// hears from here that they are let go of.
///
/// A guest can guess numbers, and use them before the root has said whose they are. So what counts
/// is what the guest was told in this contact.
///
/// Pure: no input, no output.
final class OfferGate {
    private final GuestReach reach;
    private final HostOffers host;
    private final Set<Integer> shown = new HashSet<>();
    private final Queue<byte[]> owed = new ArrayDeque<>();
    /// The root still speaks of what was before the guest's last contact.
    private boolean isBetween;

    OfferGate(GuestReach reach, HostOffers host) {
        this.reach = reach;
        this.host = host;
    }

    /// The root says something.
    ///
    /// @param isAwaited whether it is the stream that the guest has asked for
    /// @return whether the guest is not to hear it
    boolean hides(GuestMessage message, boolean isAwaited) {
        if (reach.isEverything()) {
            return false;
        }
        return switch (message.type()) {
            case GuestMessage.VERSION_RESPONSE -> isBetween = false;
            case GuestMessage.OFFER_CHANNEL -> isBetween || !show(message, isAwaited);
            case GuestMessage.RESCIND_CHANNEL_OFFER -> isBetween || letGo(message.relId());
            default -> false;
        };
    }

    private boolean show(GuestMessage offer, boolean isAwaited) {
        boolean isShown = isAwaited || admits(offer);
        if (isShown) {
            shown.add(offer.relId());
        }
        return isShown;
    }

    private boolean admits(GuestMessage offer) {
        return !offer.isStream() && host.has(offer.offeredInterface(), offer.offeredInstance())
                || !reach.isRelayed() && reach.allows(offer.offeredInterface());
    }

    /// {@return whether the guest does not know of it, and the root is told in its place}
    private boolean letGo(int relId) {
        return !shown.contains(relId) && owed.add(StandIn.released(relId));
    }

    /// {@return whether the guest speaks of something that it cannot know}
    boolean isHidden(GuestMessage message) {
        if (reach.isEverything()) {
            return false;
        }
        return switch (message.type()) {
            case GuestMessage.OPEN_CHANNEL, GuestMessage.CLOSE_CHANNEL, GuestMessage.GPADL_HEADER,
                    GuestMessage.GPADL_TEARDOWN, GuestMessage.REL_ID_RELEASED,
                    GuestMessage.MODIFY_CHANNEL -> !shown.contains(message.relId());
            default -> false;
        };
    }

    /// The guest has let go of something: the number may be that of another offer next.
    void released(int relId) {
        shown.remove(relId);
    }

    /// Has the root be told something in the guest's place, before what the guest says next.
    void owe(byte[] message) {
        owed.add(message);
    }

    /// {@return what to say to the root next, or null}
    byte @Nullable [] owed() {
        return owed.peek();
    }

    /// The root has heard it.
    void said() {
        owed.remove();
    }

    /// The guest begins anew. What the root says before it answers is of no concern any more.
    void begin() {
        clear();
        isBetween = true;
    }

    /// The root has gone.
    void clear() {
        shown.clear();
        owed.clear();
        isBetween = false;
    }
}
