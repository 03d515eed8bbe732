// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Doorbell;

/// How a thread waits for what comes through the ring: as the leader, or behind it.
///
/// - **Thread:** any.
final class Waiting {
    /// While spinning without end, how long until the next look at the doorbell: the peer's death
    /// shows nowhere else.
    private static final long LOOK_NANOS = 1_000_000;
    private static final int SPINS_PER_CLOCK = 64;
    private static final int PAUSED = -1;

    private final Turn turn;
    private final DoorbellWait doorbell;
    private final ChannelState state;
    private final Receiver receiver;
    private final Sender sender;
    private final WaitStrategy strategy;
    private final ChannelEnd end;
    private final Delivery delivery;
    private final Turn.Need packets;
    private final Turn.Need resumption;
    private final Turn.Need quiet;
    private final ReentrantLock receiving = new ReentrantLock();
    private final GatherPause gathering = new GatherPause();
    private final WaitStrategy.SpinRecord spins;
    private long spurious;

    Waiting(Turn turn, DoorbellWait doorbell, ChannelState state, Receiver receiver, Sender sender,
            WaitStrategy strategy, ChannelEnd end, Delivery delivery) {
        this.turn = turn;
        this.doorbell = doorbell;
        this.state = state;
        this.receiver = receiver;
        this.sender = sender;
        this.strategy = strategy;
        this.end = end;
        this.delivery = delivery;
        this.packets = receiver::hasBacklog;
        this.resumption = new HereNeed(() -> !delivery.isPaused());
        this.quiet = new HereNeed(delivery::isQuiet);
        this.spins = new WaitStrategy.SpinRecord(strategy);
    }

    /// Waits until a need is met; reads the ring for everybody while nobody else does.
    ///
    /// @return whether it is met; if not, the time has passed or the channel has ended
    boolean await(Turn.Need need, Deadline deadline) throws InterruptedException {
        if (turn.isMine()) {
            return lead(need, deadline, false);
        }
        while (!need.isMet()) {
            if (turn.tryTake()) {
                try {
                    return lead(need, deadline, true);
                } finally {
                    leave();
                }
            }
            if (turn.follow(need, deadline, state)) {
                return true;
            }
            requireNotInterrupted();
            if (deadline.leftNanos() <= 0 || Turn.isOver(need, state)) {
                return need.isMet();
            }
        }
        return true;
    }

    /// Writes as soon as there is room, in the order of those who ask.
    void send(BooleanSupplier write, Deadline deadline) throws InterruptedException {
        if (!sender.isQueued() && sender.attempt(write, false)) {
            return;
        }
        ChannelEvent full = end.events().beginFullRing();
        try {
            sendInTurn(write, deadline);
        } finally {
            end.events().end(full);
        }
    }

    private void sendInTurn(BooleanSupplier write, Deadline deadline)
            throws InterruptedException {
        if (!sender.enterQueue(deadline)) {
            throw deadline.exceeded("no room in the ring, and others wait for it");
        }
        try {
            sender.beginWaiting();
            if (!await(new RoomNeed(sender, write), deadline)) {
                state.requireOpen();
                throw deadline.exceeded("no room in the ring, the other side does not read");
            }
        } finally {
            sender.endWaiting();
            sender.leaveQueue();
        }
    }

    /// Hands packets to a handler as far as they are there.
    int poll(PacketHandler handler, int limit) {
        requireOutsideHandler();
        if (!receiving.tryLock()) {
            return 0;
        }
        try {
            return receiveAtOnce(handler, limit, true);
        } finally {
            receiving.unlock();
        }
    }

    /// Reads for everybody what is there, after a moment.
    ///
    /// @return `false` if others read already, or this channel does not spin
    boolean looks() {
        if (!strategy.spins() || !turn.tryTake()) {
            return false;
        }
        try {
            Thread.onSpinWait();
            keep();
        } finally {
            leave();
        }
        return true;
    }

    private void keep() {
        if (state.isReadable() && receiver.keep()) {
            turn.wake(packets);
        }
    }

    /// @param isLast whether nobody may look at the ring soon again
    private int receiveAtOnce(PacketHandler handler, int limit, boolean isLast) {
        if (!turn.tryTake()) {
            return receiver.handleKept(handler, limit);
        }
        try {
            sender.flush();
            int handled = receiver.handle(handler, limit);
            if (isLast && handled == 0) {
                giveBack();
            }
            return handled;
        } finally {
            leave();
        }
    }

    /// Whether the caller runs within a packet handler of this channel.
    boolean isInHandler() {
        return receiving.isHeldByCurrentThread();
    }

    void requireOutsideHandler() {
        if (isInHandler()) {
            throw new IllegalStateException(
                    "a handler cannot receive, pause or drain on its own channel");
        }
    }

    /// Waits for packets, and hands them to a handler.
    ///
    /// @return how many, 0 if the time has passed or the channel has ended
    int receive(PacketHandler handler, int limit, Duration atMost) throws InterruptedException {
        requireOutsideHandler();
        long nanos = Deadline.nanos(atMost);
        if (!receiving.tryLock()) {
            long end = System.nanoTime() + nanos;
            if (!receiving.tryLock(nanos, NANOSECONDS)) {
                return 0;
            }
            nanos = end - System.nanoTime();
        }
        try {
            if (strategy.spins()) {
                gathering.pause(sender.ring().packets());
            }
            int handled = receiveAtOnce(handler, limit, false);
            gathering.note(handled, receiver.ring().bytes(), sender.ring().packets());
            return handled > 0 ? handled
                    : receiveAlone(handler, limit, System.nanoTime() + nanos);
        } finally {
            receiving.unlock();
        }
    }

    /// @param end when to give up; an object for it would be made for each packet
    private int receiveAlone(PacketHandler handler, int limit, long end)
            throws InterruptedException {
        while (!delivery.isPaused() || await(resumption, new Deadline(end, 0))) {
            int handled = receiver.handleKept(handler, limit);
            if (handled > 0) {
                return handled;
            }
            if (turn.tryTake()) {
                try {
                    handled = leadReceiving(handler, limit, end);
                } finally {
                    leave();
                }
                if (handled != PAUSED) {
                    return handled;
                }
                continue;
            }
            boolean found = turn.follow(packets, new Deadline(end, 0), state);
            requireNotInterrupted();
            if (!found && end - System.nanoTime() <= 0) {
                return 0;
            }
        }
        return 0;
    }

    /// @return packets handled, [#PAUSED] if others have to be waited for
    private int leadReceiving(PacketHandler handler, int limit, long end)
            throws InterruptedException {
        while (true) {
            int handled = receiver.handle(handler, limit);
            sender.flush();
            if (handled > 0 || !state.isOpen()) {
                return handled;
            }
            if (delivery.isPaused()) {
                return PAUSED;
            }
            requireNotInterrupted();
            long left = end - System.nanoTime();
            if (left <= 0) {
                giveBack();
                return 0;
            }
            pause(packets, left, true);
        }
    }

    /// Hands out nothing any more, and waits until nothing is in hand.
    boolean pauseDelivery(Deadline deadline) throws InterruptedException {
        requireOutsideHandler();
        delivery.pause();
        return await(quiet, deadline);
    }

    /// Leaves the turn, and does what only a leader may if the channel has ended meanwhile.
    private void leave() {
        turn.release();
        if (!state.isOpen()) {
            end.settle();
        }
    }

    /// @param reads whether to read the ring; not within a handler, whose packet lies there
    private boolean lead(Turn.Need need, Deadline deadline, boolean reads)
            throws InterruptedException {
        while (true) {
            if (reads) {
                keep();
            }
            sender.flush();
            if (need.isMet()) {
                return true;
            }
            requireNotInterrupted();
            long left = deadline.leftNanos();
            if (left <= 0 || !state.isOpen()) {
                return false;
            }
            pause(need, left, reads);
        }
    }

    /// Waits a moment: until a packet, a signal, or whatever the need is.
    private void pause(Turn.Need need, long left, boolean reads) {
        boolean canRead = reads && receiver.hasQuota();
        if (spins.isWorthIt() && spins.note(spin(need, left, canRead))) {
            return;
        }
        if (!strategy.blocks()) {
            note(doorbell.look());
            return;
        }
        if (reads) {
            giveBack();
        }
        if (need.isMetBeforeSleep() || canRead && receiver.ring().unmaskAndRecheck()) {
            return;
        }
        boolean lacksQuota = reads && !canRead;
        // Whoever freed some has unparked this thread, and a lock may have swallowed that.
        if (lacksQuota && receiver.hasQuota()) {
            return;
        }
        boolean parked = need.metHere() || lacksQuota;
        boolean signaled = note(doorbell.sleep(need.sleepNanos(left), parked));
        receiver.ring().mask();
        if (signaled && canRead && !receiver.ring().hasNext()) {
            spurious++;
        }
    }

    private boolean spin(Turn.Need need, long left, boolean canRead) {
        long most = strategy.blocks() ? WaitStrategy.SPIN_NANOS : LOOK_NANOS;
        long until = System.nanoTime() + Math.min(left, most);
        int spins = 0;
        while (true) {
            if (canRead && receiver.ring().hasNext() || need.isMet() || !state.isOpen()) {
                return true;
            }
            if (++spins % SPINS_PER_CLOCK == 0) {
                if (canRead) {
                    giveBack();
                }
                if (System.nanoTime() - until >= 0) {
                    return false;
                }
            }
            Thread.onSpinWait();
        }
    }

    /// Gives the other side the room of what was read; not while a packet lies in a handler's hand.
    private void giveBack() {
        if (state.isReadable()) {
            receiver.commit();
        }
    }

    /// @return whether the other side has signalled
    private boolean note(Doorbell.Wake wake) {
        switch (wake) {
            case SIGNALED -> turn.wakeSenders();
            case PEER_CLOSED -> end.end(ChannelState.Reason.CLOSED_BY_PEER);
            case PEER_LOST -> end.end(ChannelState.Reason.PEER_LOST);
            case CLOSED -> end.end(ChannelState.Reason.CLOSED_HERE);
            case TIMED_OUT, INTERRUPTED -> { }
        }
        return wake == Doorbell.Wake.SIGNALED;
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    long spurious() {
        return spurious;
    }

    /// Who waits, and for what.
    Branch inspect() {
        return branch("receivers", leaf("receiving", receiving.isLocked()),
                leaf("queued", receiving.getQueueLength()));
    }
}
