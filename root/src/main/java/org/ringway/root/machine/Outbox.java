// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.List;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Status;

/// Collects the effects of one step.
final class Outbox {
    private List<Effect> effects = new ArrayList<>();

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(Partition to, ToChild message) {
        send(to, message, List.of());
    }

    void send(Partition to, ToChild message, List<HandleToken> attached) {
        if (!to.isGone()) {
            effects.add(new Effect.Send(to.id(), message, attached));
        }
    }

    void closeHandle(HandleToken handle) {
        effects.add(new Effect.CloseHandle(handle));
    }

    /// Sends a refusing answer, and before it the reason if the receiver understands that.
    ///
    /// @param refused number of the message that cannot be served
    /// @param id what it was about
    void refuse(Partition to, int refused, int id, Refusal refusal, ToChild answer) {
        explain(to, refused, id, refusal.status(), refusal.text());
        send(to, answer);
    }

    void explain(Partition to, int messageType, int id, Status status, String text) {
        if (to.isRingway()) {
            send(to, Explain.of(messageType, id, status, text));
        }
    }

    List<Effect> take() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }
}
