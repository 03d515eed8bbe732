// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.wire.PartitionId;

/// What the partition beside a guest does for it, for one machine and one root after the other.
/// Each has a turn, and only the newest counts: whatever an older one still begins ends at once.
///
/// - **Thread:** any.
final class HostSides {
    /// Begins with what one turn needs.
    interface Beginning {
        /// @param guest for whom
        HostSide begin(PartitionId guest) throws InterruptedException;
    }

    private final Beginning beginning;
    private final GuestListener listener;
    private final CountDownLatch closing;
    /// Held while one begins: what is known of the host's offers is of one at a time.
    private final ReentrantLock beginsNow = new ReentrantLock();
    private long newest;
    private @Nullable HostSide current;

    /// @param beginning begins with each
    /// @param listener hears why one does not begin
    /// @param closing open when nobody has to wait for a root any more
    HostSides(Beginning beginning, GuestListener listener, CountDownLatch closing) {
        this.beginning = beginning;
        this.listener = listener;
        this.closing = closing;
    }

    /// {@return a turn, newer than all others}
    synchronized long turn() {
        newest++;
        return newest;
    }

    private synchronized boolean isOver(long turn) {
        return turn != newest;
    }

    /// Begins, unless there is a newer turn, and ends the one before.
    ///
    /// @param turn whose turn it is
    /// @param guest the root's number for the guest
    /// @throws RootLostException if there is no root, or the host has not found it yet
    /// @throws RefusedException if the root does not want that
    void begin(long turn, PartitionId guest) throws InterruptedException {
        beginsNow.lockInterruptibly();
        try {
            if (!isOver(turn)) {
                HostSide last = replace(turn, beginning.begin(guest));
                if (last != null) {
                    last.close();
                }
            }
        } finally {
            beginsNow.unlock();
        }
    }

    /// {@return the one that is over now}
    private synchronized @Nullable HostSide replace(long turn, @Nullable HostSide fresh) {
        if (turn != newest) {
            return fresh;
        }
        HostSide last = current;
        current = fresh;
        return last;
    }

    /// Begins on a thread of its own, as soon as the host has found the root, and tries again if it
    /// fails.
    void beginSoon(PartitionId guest) {
        long turn = turn();
        Thread.ofVirtual().name("guest services").start(() -> insist(turn, guest));
    }

    private void insist(long turn, PartitionId guest) {
        Patience patience = new Patience(closing);
        boolean isTold = false;
        try {
            do {
                try {
                    begin(turn, guest);
                    return;
                } catch (RootLostException _) {
                    // The host has not found it yet.
                } catch (RefusedException e) {
                    tell(turn, "the other root refuses the guest's services: " + e.getMessage());
                    return;
                } catch (RuntimeException e) {
                    isTold = isTold || tell(turn, "the guest's services do not begin yet: " + e);
                }
            } while (!isOver(turn) && patience.pause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Unless the machine has ended meanwhile.
    private boolean tell(long turn, String line) {
        boolean isWanted = !isOver(turn) && closing.getCount() > 0;
        if (isWanted) {
            listener.note(line);
        }
        return isWanted;
    }

    /// Asks what serves the guest now.
    ///
    /// @return its answer; exceptionally if nothing does
    CompletableFuture<Void> ask(Function<HostSide, CompletableFuture<Void>> question) {
        HostSide now = current();
        return now == null
                ? CompletableFuture.failedFuture(new PlatformException("the guest does not run"))
                : question.apply(now);
    }

    private synchronized @Nullable HostSide current() {
        return current;
    }

    /// Ends what serves the guest now, and every turn there was. Another one can come.
    void end() {
        HostSide last;
        synchronized (this) {
            last = replace(turn(), null);
        }
        if (last != null) {
            last.close();
        }
    }
}
