// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.leaf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;

/// Whose turn it is to read the incoming ring and to wait at the doorbell: the leader's. All
/// others who wait are followers and park.
///
/// Whoever leaves hands the turn on by waking a follower. No wake-up is lost: a follower joins the
/// queue before it looks at its need and at the turn for the last time, and whoever changes either
/// looks at the queue afterwards.
final class Turn {
    /// What a thread waits for, in the eyes of who looks on.
    enum Purpose {
        PACKETS("followersForPackets"), ROOM("followersForRoom"), SLOT("followersForSlot"),
        ANSWER("followersForAnswer");

        private final String counter;

        Purpose(String counter) {
            this.counter = counter;
        }
    }

    /// What a thread waits for.
    interface Need {
        /// Whether the wait is over; may do what it waits for, and then stays true.
        boolean isMet();

        /// As [#isMet], and if not, makes sure that a wake-up will come.
        default boolean isMetBeforeSleep() {
            return isMet();
        }

        /// Whether it is about sending: it may be met when the other side signals, and never once
        /// the channel has ended. The others are woken one by one.
        default boolean isForSending() {
            return false;
        }

        /// Whether a thread of this side may meet it without a signal from the other.
        default boolean metHere() {
            return false;
        }

        /// What it is about, for people.
        default Purpose purpose() {
            return Purpose.PACKETS;
        }

        /// How long to sleep at a time, given what is left.
        default long sleepNanos(long left) {
            return left;
        }
    }

    private record Follower(Thread thread, Need need) {}

    private static final VarHandle LEADER;

    static {
        try {
            LEADER = MethodHandles.lookup().findVarHandle(Turn.class, "leader", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Queue<Follower> followers = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread leader;

    boolean tryTake() {
        return leader == null && LEADER.compareAndSet(this, null, Thread.currentThread());
    }

    boolean isMine() {
        return leader == Thread.currentThread();
    }

    void release() {
        leader = null;
        handOn();
    }

    private void handOn() {
        Follower next = followers.peek();
        if (next != null && leader == null) {
            LockSupport.unpark(next.thread);
        }
    }

    /// Parks until the need is met, or there is a reason to look around: the turn is free, the time
    /// has passed, an interrupt came, or the need can never be met.
    ///
    /// @return whether the need is met
    boolean follow(Need need, Deadline deadline, ChannelState state) {
        Follower self = new Follower(Thread.currentThread(), need);
        followers.add(self);
        try {
            while (!need.isMetBeforeSleep()) {
                long left = deadline.leftNanos();
                if (leader == null || left <= 0 || isOver(need, state)
                        || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(this, need.sleepNanos(left));
            }
            return true;
        } finally {
            followers.remove(self);
            handOn();
        }
    }

    /// Whether a need can never be met any more.
    static boolean isOver(Need need, ChannelState state) {
        return need.isForSending() && !state.isOpen();
    }

    /// Wakes the follower with this need.
    void wake(Need need) {
        for (Follower follower : followers) {
            if (follower.need == need) {
                LockSupport.unpark(follower.thread);
            }
        }
    }

    /// Wakes the followers that wait to send.
    void wakeSenders() {
        for (Follower follower : followers) {
            if (follower.need.isForSending()) {
                LockSupport.unpark(follower.thread);
            }
        }
    }

    /// Wakes everybody, the leader too if it is parked.
    void wakeAll() {
        LockSupport.unpark(leader);
        followers.forEach(follower -> LockSupport.unpark(follower.thread));
    }

    /// Wakes the leader if it is parked.
    void wakeLeader() {
        LockSupport.unpark(leader);
    }

    /// Who reads, and what the others wait for.
    Branch inspect() {
        Thread reading = leader;
        int[] waiting = new int[Purpose.values().length];
        followers.forEach(follower -> waiting[follower.need.purpose().ordinal()]++);
        List<InspectTree> facts = new ArrayList<>();
        if (reading != null) {
            facts.add(leaf("leader", reading.getName() + " #" + reading.threadId()));
        }
        for (Purpose purpose : Purpose.values()) {
            facts.add(leaf(purpose.counter, waiting[purpose.ordinal()]));
        }
        return new Branch("waiters", facts);
    }
}
