// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringway.ProtocolException;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// Questions for live state: those of this partition to others, and those of others to it.
final class Inspections {
    /// More than any root with manners passes on at a time.
    private static final int MAX_QUESTIONS = 64;

    private static final class Asking {
        private final RequestId request;
        private final List<InspectPart> parts = new ArrayList<>();

        private Asking(RequestId request) {
            this.request = request;
        }
    }

    private final Effects effects;
    private final Refusals refusals;
    private final Map<Integer, Asking> asking = new LinkedHashMap<>();
    private final Set<Integer> asked = new HashSet<>();
    private int numbers;

    Inspections(Effects effects, Refusals refusals) {
        this.effects = effects;
        this.refusals = refusals;
    }

    void ask(RequestId request, InspectTarget target) {
        asking.put(++numbers, new Asking(request));
        effects.send(new Inspect(numbers, target.partition(), target.relId()));
    }

    void answered(InspectResult result) {
        Asking question = asking.get(result.request());
        if (question == null) {
            effects.ignore("InspectResult for no such request: " + result.request());
            return;
        }
        InspectPart part = result.part();
        question.parts.add(part);
        if (question.parts.size() > InspectPart.MAX_PARTS) {
            throw new ProtocolException(
                    "InspectResult has no end: parts=" + question.parts.size());
        }
        if (part.last()) {
            asking.remove(result.request());
            effects.add(part.status().isOk()
                    ? new Effect.Inspected(question.request, InspectPart.join(question.parts))
                    : new Effect.Failed(question.request,
                            refusals.refusal("inspection is refused", part.status())));
        }
    }

    /// {@return whether it was a question}
    boolean giveUp(RequestId request) {
        for (Map.Entry<Integer, Asking> each : Map.copyOf(asking).entrySet()) {
            if (each.getValue().request.equals(request)) {
                asking.remove(each.getKey());
                effects.send(new WithdrawInspect(each.getKey()));
                return true;
            }
        }
        return false;
    }

    /// Somebody asks.
    ///
    /// @return whether to answer
    boolean admit(int question) {
        if (asked.size() >= MAX_QUESTIONS || !asked.add(question)) {
            refuse(question, Status.QUOTA_EXCEEDED);
            return false;
        }
        return true;
    }

    void refuse(int question, Status status) {
        effects.send(new PeerInspectResult(question, InspectPart.refusal(status)));
    }

    /// This is what there is to say. Nobody waits for it if the root is another one meanwhile.
    void answer(int question, WireBytes answer) {
        if (asked.remove(question)) {
            InspectPart.split(answer)
                    .forEach(part -> effects.send(new PeerInspectResult(question, part)));
        }
    }

    void linkDown(Failure failure) {
        asking.values().forEach(each -> effects.fail(each.request, failure));
        asking.clear();
        asked.clear();
    }
}
