// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.ringway.platform.ControlLink.Received;

/// Lives a life with root and children as they are, and writes down what they say.
///
/// To record another version: check it out, put this package into it, and run
/// [RecordLife] with the property `ringway.record=FILE`.
final class Recording extends Stage {
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<Step> steps = new ArrayList<>();

    Recording() {
        super(true);
    }

    List<Step> record() throws Exception {
        for (Life.Phase phase : Life.PHASES) {
            steps.add(new Step.Phase(phase.name()));
            if (phase.name().equals("a new root")) {
                steps.add(new Step.NewRoot());
                newRoot();
            }
            List<FutureTask<Boolean>> acting = new ArrayList<>();
            phase.acts().values().forEach(act -> acting.add(start(() -> {
                act.run(life);
                return true;
            })));
            untilQuiet(acting);
            for (FutureTask<Boolean> each : acting) {
                assertTrue(each.get());
            }
        }
        return steps;
    }

    private void untilQuiet(List<FutureTask<Boolean>> acting) {
        long last = System.nanoTime();
        while (System.nanoTime() - last < QUIET_NANOS
                || !acting.stream().allMatch(FutureTask::isDone)) {
            for (Side side : Side.values()) {
                if (move(side)) {
                    last = System.nanoTime();
                }
            }
        }
    }

    private boolean move(Side side) {
        Line line = lines.get(side);
        boolean moved = line.accept();
        if (moved) {
            steps.add(new Step.Knock(side));
            connect(side);
        }
        if (line.fromRoot() instanceof Received.Message(var bytes, var along)) {
            steps.add(new Step.Message(side, false, bytes));
            line.toChild(bytes, handles.keep(along));
            moved = true;
        }
        if (line.fromChild() instanceof Received.Message(var bytes, var along)) {
            steps.add(new Step.Message(side, true, bytes));
            line.toRoot(bytes, handles.keep(along));
            settle();
            moved = true;
        }
        return moved;
    }
}
