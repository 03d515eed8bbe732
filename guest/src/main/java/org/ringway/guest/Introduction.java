// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ringway.PlatformException;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.ToChild;
import org.ringway.wire.PartitionId;

/// What a root says to a guest's machine: first whether it takes the guest, and then why not any
/// more.
final class Introduction implements RootListener {
    private static final long SECONDS = 30;

    private final GuestListener listener;
    private final Consumer<PartitionId> another;
    private final CompletableFuture<PartitionId> partition = new CompletableFuture<>();
    private volatile String explained = "it hung up";
    private final AtomicInteger ends = new AtomicInteger();

    /// @param another told of the guest's number when another root takes it; must not block
    Introduction(GuestListener listener, Consumer<PartitionId> another) {
        this.listener = listener;
        this.another = another;
    }

    /// Waits for the root's answer.
    ///
    /// @return the root's number for the guest
    /// @throws PlatformException if it does not take the guest
    PartitionId await() throws InterruptedException {
        try {
            return partition.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new PlatformException("the root does not take this guest: " + explained, e);
        } catch (TimeoutException e) {
            throw new PlatformException("the root does not answer: seconds=" + SECONDS, e);
        }
    }

    @Override
    public void heard(ToChild message) {
        switch (message) {
            case RingwayToChild.AddressSpaceResult result -> {
                if (result.status().isOk() && !partition.complete(result.partition())) {
                    another.accept(result.partition());
                }
            }
            case RingwayToChild.Explain explain -> explained = explain.text();
            default -> { }
        }
    }

    @Override
    public void lost() {
        if (partition.completeExceptionally(new PlatformException(explained))) {
            return;
        }
        // A guest that breaks rules has that happen all the time: less and less often is it told.
        int times = ends.incrementAndGet();
        if (Integer.bitCount(times) == 1) {
            listener.note("the link to the root has ended: " + explained
                    + (times == 1 ? "" : ": times=" + times));
        }
    }
}
