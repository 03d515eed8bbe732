// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.RootLostException;
import org.ringway.child.ChildPartition;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.wire.PartitionId;

/// Asks several partitions at a time, so that one that has stopped does not hold up the others.
final class Survey implements AutoCloseable {
    /// A partition answers in milliseconds; one that does not is stopped or pauses.
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /// As many questions as a root passes on for one asker.
    private static final int AT_A_TIME = 4;

    private final ChildPartition self;
    private final ExecutorService askers = Executors.newFixedThreadPool(AT_A_TIME);

    Survey(ChildPartition self) {
        this.self = self;
    }

    /// {@return what each says, in their order}
    ///
    /// @throws RootLostException if there is nobody to pass on a question
    List<Sight> ask(List<Target> targets) throws InterruptedException {
        List<Future<Sight>> asked = new ArrayList<>();
        for (Target target : targets) {
            asked.add(askers.submit(() -> ask(target)));
        }
        List<Sight> sights = new ArrayList<>();
        for (Future<Sight> each : asked) {
            try {
                sights.add(each.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RootLostException lost) {
                    throw lost;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return sights;
    }

    private Sight ask(Target target) throws InterruptedException {
        try {
            return seen(target, look(target));
        } catch (BusTimeoutException silent) {
            return silent(target, "no answer within " + PATIENCE.toSeconds()
                    + " s: it is stopped, or in a long pause");
        } catch (RootLostException lost) {
            throw lost;
        } catch (BusException refused) {
            return silent(target, String.valueOf(refused.getMessage()));
        }
    }

    private InspectTree look(Target target) throws InterruptedException {
        PartitionId partition = target.entry().partition().partition();
        return target.channel() == null ? self.inspect(partition, PATIENCE)
                : self.inspect(partition, target.channel(), PATIENCE);
    }

    private static Sight seen(Target target, InspectTree answer) {
        if (answer instanceof Branch state) {
            return new Sight(target, state, "", System.nanoTime());
        }
        throw new ProtocolException("the answer is no state: leaf=" + answer.name());
    }

    private static Sight silent(Target target, String why) {
        return new Sight(target, null, why, System.nanoTime());
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}
