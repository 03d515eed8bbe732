// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A plain client that opens whatever it sees, closes it at once, opens it again, and keeps account
/// of what the root owes it.
final class RacingConsumer {
    static final int MEMORY_PAGES = 8;
    private static final GpadlId FIRST_RING = new GpadlId(1);

    /// An id that was offered and not yet released.
    private static final class Seen {
        private GpadlId ring = FIRST_RING;
        private boolean created;
        private boolean answerDue;
        private boolean torndownDue;
        private boolean rescinded;
    }

    private final Child child;
    private final Guid lastService;
    private final Map<RelId, Seen> seen = new HashMap<>();
    private int rings;
    private int opened;
    private int rescinds;
    private boolean last;

    /// @param lastService whose offer ends the race
    RacingConsumer(Child child, Guid lastService) {
        this.child = child;
        this.lastService = lastService;
    }

    /// Goes on until the last service is there and nothing is owed any more.
    void race() {
        child.contacts().requestsOffers();
        while (!last || !seen.isEmpty()) {
            var next = child.next();
            child.attached().forEach(Handle::close);
            switch (next) {
                case StandardToChild.OfferChannel offer -> offered(offer);
                case StandardToChild.GpadlCreated created -> created(created);
                case StandardToChild.OpenChannelResult result -> answered(result);
                case StandardToChild.GpadlTorndown torndown -> torndown(torndown);
                case StandardToChild.RescindChannelOffer rescind -> rescinded(rescind);
                case StandardToChild.AllOffersDelivered _ -> { }
                default -> throw new AssertionError("unexpected: " + next);
            }
        }
        child.say(new StandardToRoot.Unload()).hears(new StandardToChild.UnloadComplete());
    }

    int opened() {
        return opened;
    }

    int rescinds() {
        return rescinds;
    }

    private void offered(StandardToChild.OfferChannel offer) {
        if (offer.content().interfaceId().equals(lastService)) {
            last = true;
            return;
        }
        Seen fresh = new Seen();
        assertNull(seen.put(offer.relId(), fresh), "an id came again before its release");
        grant(offer.relId(), fresh);
    }

    private void grant(RelId relId, Seen one) {
        one.ring = new GpadlId(++rings);
        one.created = false;
        one.torndownDue = true;
        child.grants(relId.value(), rings, 0, MEMORY_PAGES);
    }

    private void created(StandardToChild.GpadlCreated message) {
        Seen one = seen.get(message.relId());
        assertEquals(one.ring, message.gpadl());
        assertTrue(!one.created && message.status().isOk(), "created twice, or refused");
        one.created = true;
        if (one.rescinded) {
            end(message.relId(), one);
        } else {
            one.answerDue = true;
            child.say(new StandardToRoot.OpenChannel(message.relId(),
                    new OpenId(one.ring.value()), one.ring, 0, MEMORY_PAGES / 2,
                    UserData.EMPTY));
        }
    }

    private void answered(StandardToChild.OpenChannelResult message) {
        Seen one = seen.get(message.relId());
        assertEquals(one.ring.value(), message.openId().value());
        assertTrue(one.answerDue, "answered twice");
        one.answerDue = false;
        opened += message.status().equals(Status.OK) ? 1 : 0;
        end(message.relId(), one);
    }

    private void end(RelId relId, Seen one) {
        child.say(new StandardToRoot.CloseChannel(relId))
                .say(new StandardToRoot.GpadlTeardown(relId, one.ring));
    }

    /// Only the last ring of an id is ever alive, so its number says which id it was.
    private void torndown(StandardToChild.GpadlTorndown message) {
        RelId relId = seen.entrySet().stream()
                .filter(entry -> entry.getValue().ring.equals(message.gpadl()))
                .map(Map.Entry::getKey).findFirst()
                .orElseThrow(() -> new AssertionError("nobody has it: " + message));
        Seen one = seen.get(relId);
        assertTrue(one.torndownDue, "torn down twice");
        one.torndownDue = false;
        if (one.rescinded) {
            release(relId);
        } else {
            grant(relId, one);
        }
    }

    private void rescinded(StandardToChild.RescindChannelOffer message) {
        Seen one = seen.get(message.relId());
        assertTrue(!one.rescinded, "rescinded twice");
        one.rescinded = true;
        rescinds++;
    }

    private void release(RelId relId) {
        seen.remove(relId);
        child.say(new StandardToRoot.RelIdReleased(relId));
    }
}
