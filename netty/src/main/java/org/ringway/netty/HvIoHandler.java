// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringway.channel.WaitStrategy;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvWaitSet;
import org.ringway.sockets.SharedPartition;
import org.ringway.sockets.WaitKey;

/// The input and output of an event loop whose channels are streams between partitions:
/// `new MultiThreadIoEventLoopGroup(HvIoHandler.newFactory(self))`.
///
/// It waits at the doorbells of all its channels, until the next scheduled task is due or somebody
/// submits one. It looks at the rings for up to 300 µs before it sleeps, if that has paid
/// lately, and an idle loop sleeps without end.
///
/// - **Thread:** that of the event loop; any for [#wakeup] and the factories.
public final class HvIoHandler implements IoHandler {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(HvIoHandler.class);
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final long NO_DEADLINE = -1;

    private final ThreadAwareExecutor executor;
    private final ChildPartition self;
    private final HvWaitSet set;
    private final Set<HvRegistration> registrations = new HashSet<>();

    private HvIoHandler(ThreadAwareExecutor executor, ChildPartition self, HvWaitSet set) {
        this.executor = executor;
        this.self = self;
        this.set = set;
    }

    /// {@return a factory for event loops of the [SharedPartition], which joins when the first loop
    /// is made; if it cannot, making the loop fails}
    public static IoHandlerFactory newFactory() {
        return executor -> {
            try {
                return open(executor, SharedPartition.get(), WaitStrategy.SPIN_THEN_BLOCK);
            } catch (IOException e) {
                throw new IllegalStateException("cannot join: " + e.getMessage(), e);
            }
        };
    }

    /// {@return a factory for event loops of a partition}
    ///
    /// @param self whose channels they are for; to be closed after the event loops
    public static IoHandlerFactory newFactory(ChildPartition self) {
        return newFactory(self, WaitStrategy.SPIN_THEN_BLOCK);
    }

    /// {@return a factory for event loops of a partition}
    ///
    /// @param self whose channels they are for; to be closed after the event loops
    /// @param waiting how the loops wait
    public static IoHandlerFactory newFactory(ChildPartition self, WaitStrategy waiting) {
        return executor -> open(executor, self, waiting);
    }

    private static IoHandler open(
            ThreadAwareExecutor executor, ChildPartition self, WaitStrategy waiting) {
        return new HvIoHandler(executor, self, HvWaitSet.open(self, waiting));
    }

    /// Waits, unless there are tasks to run, and has every channel that is ready do its work.
    @Override
    public int run(IoHandlerContext context) {
        // With its status set no wait would wait.
        if (Thread.interrupted()) {
            LOG.debug("event loop was interrupted, which means nothing to it");
        }
        return set.await(patience(context), HvIoHandler::dispatch);
    }

    private static Duration patience(IoHandlerContext context) {
        if (!context.canBlock()) {
            return Duration.ZERO;
        }
        return context.deadlineNanos() == NO_DEADLINE
                ? FOR_EVER : Duration.ofNanos(context.delayNanos(System.nanoTime()));
    }

    /// One channel's failure must not end the loop of the others.
    private static void dispatch(WaitKey key) {
        HvRegistration registration = (HvRegistration) key.attachment();
        try {
            registration.dispatch();
        } catch (RuntimeException e) {
            LOG.warn("event of a channel failed: channel={}", key.channel(), e);
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws IOException {
        if (!(handle instanceof HvIoHandle ours)) {
            throw new IllegalArgumentException(
                    "handle of another transport: type=" + handle.getClass().getName());
        }
        HvRegistration[] made = new HvRegistration[1];
        made[0] = new HvRegistration(ours, self, set, () -> registrations.remove(made[0]));
        registrations.add(made[0]);
        ours.registered();
        return made[0];
    }

    @Override
    public void wakeup() {
        if (!executor.isExecutorThread(Thread.currentThread())) {
            set.wakeup();
        }
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return HvIoHandle.class.isAssignableFrom(type);
    }

    /// Closes all channels.
    @Override
    public void prepareToDestroy() {
        for (HvRegistration each : List.copyOf(registrations)) {
            each.handle().close();
        }
    }

    /// Closes channels that are still open, too: an event loop that is told to end without a quiet
    /// period, just before it runs its tasks, does not prepare. Their handlers hear nothing then.
    @Override
    public void destroy() {
        prepareToDestroy();
        set.close();
    }
}
