// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;

/// Plays a recorded life with some of its parties as they are today. Whatever these say has to be
/// what was once said in their place, and whatever else was said is said to them.
final class Replay extends Stage {
    private final boolean hasRoot;
    private final Set<Side> today;
    private final WireFields fields = new WireFields();
    private final List<FutureTask<Boolean>> acting = new ArrayList<>();
    private int compared;

    /// @param hasRoot whether the root is one of today
    /// @param today the children of today
    Replay(boolean hasRoot, Set<Side> today) {
        super(hasRoot);
        this.hasRoot = hasRoot;
        this.today = today;
    }

    /// {@return how many messages of today's parties were as they were}
    ///
    /// @param steps the recording
    int play(List<Step> steps) throws Exception {
        Iterator<Life.Phase> phases = Life.PHASES.iterator();
        for (Step step : steps) {
            switch (step) {
                case Step.Phase(String name) -> {
                    endPhase();
                    begin(phases.next(), name);
                }
                case Step.NewRoot() -> newRoot();
                case Step.Knock(Side side) -> knock(side);
                case Step.Message message when message.toRoot() -> said(message);
                case Step.Message message -> heard(message);
            }
        }
        endPhase();
        assertTrue(!phases.hasNext(), "the recording ends too early");
        return compared;
    }

    /// The children miss their root as soon as it is gone, and not only when they look.
    private void begin(Life.Phase phase, String name) {
        assertEquals(name, phase.name());
        phase.acts().forEach((side, act) -> {
            if (today.contains(side)) {
                acting.add(start(() -> {
                    act.run(life);
                    return true;
                }));
            }
        });
    }

    private void endPhase() throws Exception {
        for (FutureTask<Boolean> each : acting) {
            assertTrue(each.get(90, TimeUnit.SECONDS));
        }
        acting.clear();
    }

    private void knock(Side side) {
        while (today.contains(side) && !lines.get(side).accept()) {
            Thread.onSpinWait();
        }
        connect(side);
    }

    private void said(Step.Message message) {
        byte[] bytes;
        List<Handle> along;
        if (today.contains(message.side())) {
            Received.Message real = next(message, lines.get(message.side())::fromChild);
            bytes = real.bytes();
            along = handles.keep(real.handles());
        } else {
            bytes = fields.said(message);
            along = handles.ofChild(message);
        }
        handles.said(message, along);
        lines.get(message.side()).toRoot(bytes, along);
        settle();
    }

    private void heard(Step.Message message) {
        byte[] bytes;
        List<Handle> along;
        if (hasRoot) {
            Received.Message real = next(message, lines.get(message.side())::fromRoot);
            bytes = real.bytes();
            along = handles.keep(real.handles());
        } else {
            bytes = message.bytes();
            along = handles.ofRoot(message);
        }
        lines.get(message.side()).toChild(bytes, along);
    }

    private Received.Message next(Step.Message recorded, Supplier<Received> from) {
        Received received = from.get();
        while (received instanceof Received.Nothing) {
            Thread.onSpinWait();
            received = from.get();
        }
        Received.Message message = assertInstanceOf(Received.Message.class, received,
                () -> "hung up instead of " + recorded);
        fields.check(recorded, message.bytes());
        compared++;
        return message;
    }
}
