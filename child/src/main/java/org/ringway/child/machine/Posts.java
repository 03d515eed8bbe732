// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.wire.Status;

/// What this partition has sent to ports of others, until the root answers.
final class Posts {
    /// Makes the message once its number is known.
    interface Maker {
        RingwayToRoot message(int post);
    }

    private final Effects effects;
    private final Refusals refusals;
    private final Handshake handshake;
    private final Map<Integer, RequestId> unanswered = new LinkedHashMap<>();
    private int numbers;

    Posts(Effects effects, Refusals refusals, Handshake handshake) {
        this.effects = effects;
        this.refusals = refusals;
        this.handshake = handshake;
    }

    void send(RequestId request, Maker maker) {
        if (handshake.rootKnowsPorts()) {
            unanswered.put(++numbers, request);
            effects.send(maker.message(numbers));
        } else {
            effects.fail(request, new Failure.Refused(
                    "this root knows no ports, it is older", Status.NOT_SUPPORTED));
        }
    }

    /// That there is no room now is an answer, not a failure.
    void answered(PostResult result) {
        RequestId request = unanswered.remove(result.post());
        Status status = result.status();
        if (request == null) {
            effects.ignore("PostResult for no such request: " + result);
        } else if (status.isOk()) {
            effects.add(new Effect.Posted(request, true));
        } else if (status.equals(Status.DEVICE_BUSY) || status.equals(Status.QUOTA_EXCEEDED)) {
            effects.add(new Effect.Posted(request, false));
        } else {
            effects.fail(request, refusals.refusal("post is refused", status));
        }
    }

    /// What is on its way may arrive all the same.
    boolean giveUp(RequestId request) {
        return unanswered.values().remove(request);
    }

    void linkDown(Failure failure) {
        unanswered.values().forEach(request -> effects.fail(request, failure));
        unanswered.clear();
    }
}
