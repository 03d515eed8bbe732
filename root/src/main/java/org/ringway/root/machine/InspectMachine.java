// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.InspectPart;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToChild.PeerInspect;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.wire.Status;

/// Passes questions for live state on to who can answer them, and the answers back, unread.
final class InspectMachine {
    /// More would fill the queue of a partition that has stopped, and have it hung up on.
    private static final int MAX_UNANSWERED = 16;
    /// Of the messages that may wait for an asker, answers are at most half.
    private static final int QUOTA_PER_QUESTION = 2 * InspectPart.MAX_PARTS;
    private static final int SUPERUSER = 0;

    private static final class Question {
        private final Inspect request;
        private final Partition asked;
        /// Null when nobody waits for the answer any more.
        private @Nullable Partition asker;
        private int parts;

        private Question(Partition asker, Inspect request, Partition asked) {
            this.asker = asker;
            this.request = request;
            this.asked = asked;
        }
    }

    private final Bus bus;
    private final Map<Integer, Question> questions = new HashMap<>();
    private int asked;

    InspectMachine(Bus bus) {
        this.bus = bus;
    }

    void ask(Partition asker, Inspect request) {
        if (questions.values().stream().anyMatch(each -> isOf(each, asker, request.request()))) {
            throw new ProtocolException("Inspect uses a number twice: request="
                    + Integer.toUnsignedString(request.request()));
        }
        try {
            Partition target = target(asker, request);
            questions.put(++asked, new Question(asker, request, target));
            bus.out.send(target, new PeerInspect(asked, request.relId()));
        } catch (Refusal no) {
            refuse(asker, request, no);
        }
    }

    private static boolean isOf(Question question, Partition asker, int request) {
        return question.asker == asker && question.request.request() == request;
    }

    private Partition target(Partition asker, Inspect request) {
        if (!(bus.partition(request.partition()) instanceof Partition target)) {
            throw new Refusal(Status.NOT_FOUND, "no such partition: id="
                    + Integer.toUnsignedString(request.partition().value()));
        }
        int uid = asker.peer().uid();
        if (uid != target.peer().uid() && uid != SUPERUSER) {
            throw bus.denial(asker, "only its own user and the superuser may inspect a partition:"
                    + " uid=" + uid + " its=" + target.peer().uid());
        }
        if (!target.isInspectable()) {
            throw new Refusal(Status.NOT_SUPPORTED,
                    "this partition does not answer questions for its state");
        }
        Refusal.unlessBelow("inspections", questions.values().stream()
                .filter(each -> each.asker == asker).count(),
                Math.max(1, bus.quotasOf(asker).pendingMessages() / QUOTA_PER_QUESTION));
        Refusal.unlessBelow("unanswered inspections", questions.values().stream()
                .filter(each -> each.asked == target).count(), MAX_UNANSWERED);
        return target;
    }

    private void refuse(Partition asker, Inspect request, Refusal no) {
        bus.out.refuse(asker, ControlCodec.typeOf(request), request.request(), no,
                new InspectResult(request.request(), InspectPart.refusal(no.status())));
    }

    /// An answer to nothing is one that was withdrawn, or too long.
    void answer(Partition from, PeerInspectResult message) {
        Question question = questions.get(message.question());
        if (question == null || question.asked != from) {
            return;
        }
        InspectPart part = message.part();
        if (part.last() || ++question.parts == InspectPart.MAX_PARTS) {
            questions.remove(message.question());
        }
        if (!(question.asker instanceof Partition asker)) {
            return;
        }
        if (!part.last() && question.parts == InspectPart.MAX_PARTS) {
            refuse(asker, question.request, new Refusal(Status.QUOTA_EXCEEDED,
                    "the answer is too long: parts=" + question.parts));
        } else {
            bus.out.send(asker, new InspectResult(question.request.request(), part));
        }
    }

    void withdraw(Partition from, WithdrawInspect message) {
        questions.values().stream()
                .filter(each -> isOf(each, from, message.request()))
                .forEach(each -> each.asker = null);
    }

    /// Neither asks nor answers any more.
    void gone(Partition partition) {
        for (Map.Entry<Integer, Question> entry : Map.copyOf(questions).entrySet()) {
            Question question = entry.getValue();
            if (question.asker == partition) {
                question.asker = null;
            }
            if (question.asked == partition) {
                questions.remove(entry.getKey());
                if (question.asker instanceof Partition asker) {
                    refuse(asker, question.request, new Refusal(
                            Status.PEER_GONE, "the partition has left without an answer"));
                }
            }
        }
    }
}
