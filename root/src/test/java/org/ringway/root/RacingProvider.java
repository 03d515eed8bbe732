// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Offers services, takes every channel that is opened, and withdraws what was opened often enough:
/// before, after or instead of its answer.
final class RacingProvider {
    private static final int OFFERS = 400;
    private static final int STANDING = 4;
    private static final int INSTANCES = 6;
    private static final int MOST_OPENS = 3;

    private final Child child;
    private final String name;
    private final Random random;
    /// What stands, and how often it is still to be opened.
    private final Map<OfferId, Integer> opensLeft = new HashMap<>();
    private final Map<RelId, OfferId> channels = new HashMap<>();
    private int offers;

    RacingProvider(Child child, String name) {
        this.child = child.greets(name);
        this.name = name;
        this.random = new Random(name.hashCode());
    }

    /// Goes on until everything was offered and withdrawn.
    void race() {
        while (offers < OFFERS || !opensLeft.isEmpty()) {
            if (offers < OFFERS && opensLeft.size() < STANDING) {
                offer();
            } else {
                hear(child.next());
            }
        }
    }

    /// Goes on answering.
    void answerUntil(CountDownLatch end) {
        while (end.getCount() > 0) {
            if (child.poll() instanceof ToChild message) {
                hear(message);
            }
            Thread.yield();
        }
    }

    /// One of few instances, so that a consumer may still hold the last offer of it.
    private void offer() {
        OfferId id = new OfferId(++offers);
        Guid instance = Guid.ofName(name + offers % INSTANCES);
        child.say(new RingwayToRoot.ChildOffer(id,
                new OfferContent(instance, instance, 0, UserData.EMPTY), Name.of(name)));
        opensLeft.put(id, random.nextInt(MOST_OPENS + 1));
        withdrawIfDone(id);
    }

    private void withdrawIfDone(OfferId id) {
        if (!opensLeft.remove(id, 0)) {
            return;
        }
        child.say(new RingwayToRoot.WithdrawOffer(id));
        List<RelId> over = channels.entrySet().stream()
                .filter(channel -> channel.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(this::close);
    }

    private void close(RelId relId) {
        if (channels.remove(relId) != null) {
            child.say(new StandardToRoot.CloseChannel(relId))
                    .say(new StandardToRoot.RelIdReleased(relId));
        }
    }

    private void hear(ToChild message) {
        child.attached().forEach(Handle::close);
        switch (message) {
            case RingwayToChild.PeerGpadl grant -> child.say(new RingwayToRoot.PeerGpadlResult(
                    grant.relId(), grant.gpadl(), Status.OK));
            case RingwayToChild.PeerOpen open -> answer(open);
            case RingwayToChild.PeerClosed closed -> close(closed.relId());
            case RingwayToChild.PeerTeardown tear -> child.say(
                    new RingwayToRoot.PeerTorndown(tear.relId(), tear.gpadl()));
            case RingwayToChild.ChildOfferResult result -> {
                if (!result.status().isOk()) {
                    opensLeft.remove(result.offerId());
                }
            }
            // Says why an instance that stands cannot be offered twice.
            case RingwayToChild.Explain _ -> { }
            default -> throw new AssertionError("unexpected: " + message);
        }
    }

    private void answer(RingwayToChild.PeerOpen open) {
        OfferId id = open.offerId();
        boolean stands = opensLeft.computeIfPresent(id, (_, left) -> left - 1) != null;
        if (random.nextInt(4) == 0) {
            withdrawIfDone(id);
            stands = opensLeft.containsKey(id);
        }
        child.say(new RingwayToRoot.PeerOpenResult(
                open.relId(), stands ? Status.OK : Status.CANCELLED));
        if (stands) {
            channels.put(open.relId(), id);
            withdrawIfDone(id);
        } else {
            child.say(new StandardToRoot.RelIdReleased(open.relId()));
        }
    }
}
