// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Poller.Interest;

/// One end of a doorbell, first behind handles, then at work.
///
/// Both ends share one lock. The other side learns of this end's closing by a word, or, when the
/// last reference goes without that word, by its absence.
final class LocalDoorbell implements Doorbell, Shared, Watched {
    private final Object lock;
    private final LocalDoorbell other;
    private final References references = new References(this::lost);
    private final Watchers watchers = new Watchers();

    private boolean working;
    private boolean closed;
    private boolean pending;
    /// What a look answers when nothing is pending.
    private Wake whenQuiet = Wake.TIMED_OUT;
    private @Nullable Thread parked;

    /// Makes both ends.
    LocalDoorbell() {
        this.lock = new Object();
        this.other = new LocalDoorbell(this);
    }

    private LocalDoorbell(LocalDoorbell first) {
        this.lock = first.lock;
        this.other = first;
    }

    LocalDoorbell other() {
        return other;
    }

    /// Puts a raw end to work.
    LocalDoorbell use() {
        synchronized (lock) {
            if (working) {
                throw new PlatformException("doorbell end is in use already: closed=" + closed);
            }
            references.retain();
            working = true;
        }
        return this;
    }

    @Override
    public void signal() {
        synchronized (lock) {
            if (closed || other.pending) {
                return;
            }
            other.pending = true;
        }
        other.changed();
    }

    @Override
    public Wake await(long nanos) {
        Thread self = Thread.currentThread();
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos;; left = deadline - System.nanoTime()) {
            boolean interrupted = self.isInterrupted();
            boolean parks = left > 0 && !interrupted;
            Wake wake = look(parks);
            if (wake == Wake.TIMED_OUT && interrupted) {
                return Wake.INTERRUPTED;
            }
            if (wake != Wake.TIMED_OUT || !parks) {
                return wake;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public Wake poll() {
        return look(false);
    }

    private Wake look(boolean parks) {
        synchronized (lock) {
            Wake wake = closed ? Wake.CLOSED : pending ? Wake.SIGNALED : whenQuiet;
            pending = false;
            parked = parks && wake == Wake.TIMED_OUT ? Thread.currentThread() : null;
            return wake;
        }
    }

    @Override
    public void close() {
        end(Wake.PEER_CLOSED);
    }

    /// Ends like a killed partition: the other side hears no word.
    void abandon() {
        end(Wake.TIMED_OUT);
    }

    private void end(Wake word) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            other.hear(word);
        }
        changed();
        other.changed();
        references.release();
    }

    private void lost() {
        synchronized (lock) {
            other.hear(Wake.PEER_LOST);
        }
        other.changed();
    }

    /// The first word counts.
    private void hear(Wake word) {
        if (whenQuiet == Wake.TIMED_OUT) {
            whenQuiet = word;
        }
    }

    private void changed() {
        synchronized (lock) {
            LockSupport.unpark(parked);
        }
        watchers.changed(this);
    }

    @Override
    public boolean isReady(Interest interest) {
        synchronized (lock) {
            return interest == Interest.WRITE || pending || whenQuiet != Wake.TIMED_OUT;
        }
    }

    @Override
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public Watchers watchers() {
        return watchers;
    }

    @Override
    public References references() {
        return references;
    }
}
