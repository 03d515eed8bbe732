// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.PlatformException;
import org.ringway.child.machine.ChildMachine;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.RequestId;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.Poller;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Name;

/// The one thread of a partition: hears the root, runs the machine, performs its effects, wakes
/// virtual threads, and looks for a new root when the old one is gone. It never runs user code.
///
/// - **Thread:** any for [#post], [#call] and [#end]; the rest is for tasks on this thread.
final class ControlThread implements Uplink.Ear {
    /// How long the root may take to say goodbye.
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final System.Logger LOG = System.getLogger("org.ringway.child");

    private final JoinOptions options;
    private final Poller poller;
    private final Processors processors;
    private final ChildMachine machine;
    private final Uplink uplink;
    private final Channels channels;
    private final Performer performer;
    private final Retry retry = new Retry();
    private final Thread thread;
    private final AtomicLong requests = new AtomicLong();
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    /// Guarded by the mailbox, as its content.
    private boolean deaf;

    /// When to give up waiting for the root's goodbye; null while nobody wants to leave.
    private @Nullable Long leaveBy;
    private boolean over;
    private ConnectEvent connecting = new ConnectEvent();

    ControlThread(JoinOptions options, OfferBoard board, OwnMemory memory) {
        this.options = options;
        this.poller = options.platform().poller();
        this.processors = new Processors(options, poller);
        this.machine = new ChildMachine(options.name(), options.ownsName());
        this.uplink = new Uplink(poller, this);
        this.channels = new Channels(this, options.platform(), memory);
        this.performer = new Performer(this, board, channels,
                new Inspector(this, channels, memory, options.facts()),
                new Ports(this, options.timeout()));
        this.thread = Thread.ofPlatform().daemon().name("ringway " + options.name())
                .unstarted(this::run);
    }

    Processors processors() {
        return processors;
    }

    Name name() {
        return options.name();
    }

    /// {@return how many messages wait for room in the link}
    int messagesToSend() {
        return uplink.messagesToSend();
    }

    Performer performer() {
        return performer;
    }

    Channels channels() {
        return channels;
    }

    /// Has a task run on this thread.
    ///
    /// @return whether it will be run
    boolean post(Runnable task) {
        synchronized (mailbox) {
            if (deaf) {
                return false;
            }
            mailbox.add(task);
        }
        poller.wakeup();
        return true;
    }

    /// Asks the machine and performs what it answers, some time soon.
    ///
    /// @return whether it will be done
    boolean tell(Function<ChildMachine, List<Effect>> word) {
        return post(() -> act(word));
    }

    /// Asks for something and waits for it.
    ///
    /// @param question the first word to the machine
    <T> T call(Pending<T> pending, BiFunction<ChildMachine, RequestId, List<Effect>> question,
            Duration atMost) throws InterruptedException {
        RequestId id = new RequestId(requests.incrementAndGet());
        boolean posted = post(() -> {
            performer.expect(id, pending);
            act(machine -> question.apply(machine, id));
        });
        if (!posted) {
            pending.abandoned();
            throw new ChannelClosedException("partition is closed: name=" + options.name());
        }
        return pending.await(atMost, () -> post(() -> giveUp(id)));
    }

    private void giveUp(RequestId id) {
        if (performer.abandon(id)) {
            act(machine -> machine.giveUp(id));
        }
    }

    /// Joins over a link and waits for it.
    void join(ControlLink link) throws InterruptedException {
        Pending.Done joining = new Pending.Done("join: socket=" + options.socket());
        post(() -> {
            performer.expectJoin(joining);
            begin(link);
        });
        processors.start();
        thread.start();
        joining.await(options.timeout(), () -> { });
    }

    /// Asks the machine and performs what it answers.
    void act(Function<ChildMachine, List<Effect>> word) {
        word.apply(machine).forEach(performer::perform);
    }

    void send(ToRoot message, List<Handle> handles) {
        uplink.send(message, handles);
    }

    void ignored(String what) {
        LOG.log(System.Logger.Level.DEBUG, () -> "ignored: " + what);
    }

    @Override
    public void heard(ToChild message, List<Handle> handles) {
        act(machine -> machine.receive(message, handles));
    }

    @Override
    public void lost(String why) {
        retry.begin();
        act(machine -> machine.linkDown("root lost: socket=" + options.socket() + ": " + why
                + "; open channels go on; for new ones start it again: ringway root --socket "
                + options.socket()));
    }

    /// Gives this root up.
    void hangUp(String why) {
        uplink.lose(why);
    }

    private void begin(ControlLink link) {
        connecting = new ConnectEvent();
        connecting.begin();
        uplink.begin(link);
        act(ChildMachine::linkUp);
    }

    void joined() {
        retry.end();
        connecting.end();
        if (connecting.shouldCommit()) {
            connecting.partition = options.name().value();
            connecting.partitionId = Integer.toUnsignedLong(performer.self().value());
            connecting.socket = options.socket().toString();
            connecting.commit();
        }
    }

    private void run() {
        try {
            while (!over) {
                runMailbox();
                uplink.flush();
                poller.poll(patience());
                uplink.turn();
                reconnect();
                over |= leaveBy != null && System.nanoTime() - leaveBy >= 0;
            }
        } catch (RuntimeException | Error broken) {
            LOG.log(System.Logger.Level.ERROR, "partition has failed: " + options.name(), broken);
        } finally {
            finish();
        }
    }

    private void runMailbox() {
        Runnable task = next();
        while (task != null) {
            task.run();
            task = next();
        }
    }

    private @Nullable Runnable next() {
        synchronized (mailbox) {
            return mailbox.poll();
        }
    }

    private Duration patience() {
        if (over) {
            return Duration.ZERO;
        }
        Duration patience = uplink.patience();
        if (leaveBy != null) {
            patience = least(patience, Duration.ofNanos(leaveBy - System.nanoTime()));
        }
        return uplink.isThere() ? patience : least(patience, retry.left());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void reconnect() {
        if (over || leaveBy != null || uplink.isThere() || !retry.isDue()) {
            return;
        }
        try {
            begin(options.platform().connect(options.socket()));
        } catch (PlatformException nobodyThere) {
            uplink.end();
            retry.begin();
        }
    }

    /// Lets time pass, as long as the partition does not leave.
    void awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(atMost);
    }

    /// Leaves the bus and ends the thread; waits for both, but not long.
    void end() {
        post(this::leave);
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        if (leaveBy == null) {
            leaveBy = System.nanoTime() + FAREWELL.toNanos();
            act(ChildMachine::leave);
        }
    }

    void left() {
        over = true;
    }

    /// Whoever comes from now on is turned away; who came before is told.
    private void finish() {
        synchronized (mailbox) {
            deaf = true;
        }
        try {
            uplink.end();
            runMailbox();
        } finally {
            performer.end();
            processors.end();
            poller.close();
        }
    }
}
