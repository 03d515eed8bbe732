// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.sockets.WaitKey;

/// What both kinds of channels have in common: an event loop of ours, and what they wait for.
///
/// - **Thread:** that of the event loop.
abstract class AbstractHvChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final int readBit;
    private volatile @Nullable IoRegistration registration;
    private boolean readPending;

    /// @param readBit what a channel that reads waits for
    AbstractHvChannel(@Nullable Channel parent, int readBit) {
        super(parent);
        this.readBit = readBit;
    }

    /// The channel side of its event loop.
    abstract class HvUnsafe extends AbstractUnsafe implements HvIoHandle {
        @Override
        public final void handle(IoRegistration from, IoEvent event) {
            ready((HvReadiness) event);
        }

        abstract void ready(HvReadiness readiness);

        @Override
        public final void close() {
            close(voidPromise());
        }

        /// Reading is over for now; the next one has to be asked for.
        final void readDone() {
            if (!readPending && !config().isAutoRead()) {
                unwant(readBit);
            }
        }
    }

    static HvSocketAddress checked(SocketAddress address) {
        if (address instanceof HvSocketAddress ours) {
            return ours;
        }
        throw new UnsupportedAddressTypeException();
    }

    @Override
    public final ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected final boolean isCompatible(EventLoop loop) {
        return loop instanceof IoEventLoop ours && ours.isCompatible(HvIoHandle.class);
    }

    @Override
    protected final void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register((HvIoHandle) unsafe())
                .addListener((Future<IoRegistration> made) -> {
                    if (made.isSuccess()) {
                        registration = made.getNow();
                        promise.setSuccess();
                    } else {
                        promise.setFailure(made.cause());
                    }
                });
    }

    @Override
    protected final void doDeregister() {
        IoRegistration entered = registration;
        if (entered != null) {
            entered.cancel();
        }
    }

    @Override
    protected final void doBeginRead() {
        readPending = true;
        want(readBit);
    }

    final void readHappened() {
        readPending = false;
    }

    /// Nobody wants to read any more, perhaps in the middle of a read.
    final void clearReadPending() {
        IoRegistration entered = registration;
        if (entered == null) {
            readPending = false;
        } else if (eventLoop().inEventLoop()) {
            readPending = false;
            unwant(readBit);
        } else {
            eventLoop().execute(this::clearReadPending);
        }
    }

    final void want(int bit) {
        IoRegistration entered = registration;
        if (entered != null && entered.isValid()) {
            entered.submit(HvReadiness.of(interest(entered) | bit));
        }
    }

    final void unwant(int bit) {
        IoRegistration entered = registration;
        if (entered != null && entered.isValid()) {
            entered.submit(HvReadiness.of(interest(entered) & ~bit));
        }
    }

    final boolean wants(int bit) {
        IoRegistration entered = registration;
        return entered != null && entered.isValid() && (interest(entered) & bit) != 0;
    }

    private static int interest(IoRegistration entered) {
        WaitKey key = entered.attachment();
        return key.interestOps();
    }
}
