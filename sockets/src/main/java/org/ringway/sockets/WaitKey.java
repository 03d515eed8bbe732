// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ringway.pipe.RingStream;
import org.ringway.platform.Poller;

/// A channel in an [HvWaitSet]: what is wanted of it, and what it is ready for.
///
/// The numbers of the bits are those of [java.nio.channels.SelectionKey].
///
/// - **Thread:** any; [#readyOps] by the one in [HvWaitSet#await].
public final class WaitKey {
    /// Bit: there are bytes to read, or the end, or an error to be told of.
    public static final int READ = RingStream.READABLE;
    /// Bit: there is room to write, or an error to be told of.
    public static final int WRITE = RingStream.WRITABLE;
    /// Bit: [HvChannel#finishConnect] will not answer `false`.
    public static final int CONNECT = 8;
    /// Bit: [HvServerChannel#accept()] will not answer null.
    public static final int ACCEPT = 16;

    /// A channel of either kind.
    sealed interface Source {
        boolean isOpen();

        boolean isBlocking();

        void tell(@Nullable Runnable watcher);

        /// {@return those bits that hold; if none do, the action runs when that may have changed}
        int ready(int wanted, Poller poller, Runnable action);

        /// {@return those bits that hold, as far as that shows without a system call}
        int readyNow(int wanted);

        void forget(Poller poller);
    }

    record OfChannel(HvChannel channel) implements Source {
        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public boolean isBlocking() {
            return channel.isBlocking();
        }

        @Override
        public void tell(@Nullable Runnable watcher) {
            channel.connector().tell(watcher);
        }

        @Override
        public int ready(int wanted, Poller poller, Runnable action) {
            RingStream stream = channel.connector().stream();
            if (stream == null) {
                return connected(wanted);
            }
            int both = wanted & (READ | WRITE);
            return both == 0 ? 0 : stream.readyOr(both, poller, action);
        }

        @Override
        public int readyNow(int wanted) {
            RingStream stream = channel.connector().stream();
            return stream == null ? connected(wanted) : stream.readyNow(wanted & (READ | WRITE));
        }

        private int connected(int wanted) {
            return channel.connector().isDone() ? wanted & CONNECT : 0;
        }

        @Override
        public void forget(Poller poller) {
            RingStream stream = channel.connector().stream();
            if (stream != null) {
                stream.forget(poller);
            }
        }
    }

    record OfServer(HvServerChannel channel) implements Source {
        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public boolean isBlocking() {
            return channel.isBlocking();
        }

        @Override
        public void tell(@Nullable Runnable watcher) {
            channel.tell(watcher);
        }

        @Override
        public int ready(int wanted, Poller poller, Runnable action) {
            return readyNow(wanted);
        }

        @Override
        public int readyNow(int wanted) {
            return channel.isAcceptable() ? wanted & ACCEPT : 0;
        }

        @Override
        public void forget(Poller poller) {}
    }

    private final HvWaitSet set;
    private final Source source;
    private final @Nullable Object attachment;
    /// Whether the wait set has it on one of its lists, and will look at it.
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile int interest;
    private volatile boolean cancelled;
    private volatile int ready;
    /// Of the thread that waits.
    private boolean fresh;

    WaitKey(HvWaitSet set, Source source, int interest, @Nullable Object attachment) {
        this.set = set;
        this.source = source;
        this.interest = interest;
        this.attachment = attachment;
    }

    Source source() {
        return source;
    }

    /// {@return the channel}
    public AutoCloseable channel() {
        return switch (source) {
            case OfChannel(var channel) -> channel;
            case OfServer(var channel) -> channel;
        };
    }

    /// {@return what was given along with it}
    public @Nullable Object attachment() {
        return attachment;
    }

    /// {@return what is wanted}
    public int interestOps() {
        return interest;
    }

    /// Wants something else from now on.
    ///
    /// @param bits of the constants
    /// @return this
    public WaitKey interestOps(int bits) {
        interest = bits;
        touch();
        return this;
    }

    /// {@return what the channel was ready for when it was reported last}
    public int readyOps() {
        return ready;
    }

    /// {@return whether it is in the wait set}
    public boolean isValid() {
        return !cancelled && source.isOpen();
    }

    /// Takes the channel out of the wait set; it stays open. Idempotent.
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            source.tell(null);
            source.forget(set.poller());
            set.forget(this);
        }
    }

    /// Something may have changed.
    void touch() {
        if (!source.isOpen()) {
            cancel();
        } else if (queued.compareAndSet(false, true)) {
            set.touch(this, true);
        }
    }

    /// As [#touch], by the thread that waits.
    private void touchAgain() {
        if (queued.compareAndSet(false, true)) {
            set.touch(this, false);
        }
    }

    /// {@return whether it is ready, as far as that shows without a system call}
    boolean lookNow() {
        if (!cancelled && !source.isOpen()) {
            cancel();
        }
        ready = cancelled ? 0 : source.readyNow(interest);
        fresh |= ready != 0;
        return ready != 0;
    }

    /// {@return whether it was ready since this was asked last}
    boolean takeFresh() {
        boolean was = fresh;
        fresh = false;
        return was;
    }

    /// {@return whether it is ready; if not, it is touched when that may have changed}
    boolean lookOrArm() {
        queued.set(false);
        if (!cancelled && !source.isOpen()) {
            cancel();
        }
        ready = cancelled ? 0 : source.ready(interest, set.poller(), this::touchAgain);
        fresh |= ready != 0;
        return ready != 0;
    }

    /// {@return whether the wait set goes on looking at it; else somebody has touched it meanwhile}
    boolean stays() {
        return queued.compareAndSet(false, true);
    }

    /// {@return whether it has left the wait set}
    boolean isCancelled() {
        return cancelled;
    }
}
