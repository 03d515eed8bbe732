// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.root.machine.RootMachine;
import org.ringway.root.policy.Policy;

/// The broker of one bus: admits child partitions, shows them each other's offers, hands over
/// memory and doorbells, and stays out of what they exchange.
///
/// It never maps a region. When it dies, open channels go on without it.
///
/// - **Thread:** any. The root runs on one thread of its own, which does not keep the JVM alive.
public final class RootPartition implements AutoCloseable {
    private final Platform platform;
    private final Shell shell;
    private final Thread thread;
    private final long epoch;

    private RootPartition(Platform platform, RootOptions options) {
        SecureRandom random = new SecureRandom();
        this.platform = platform;
        this.epoch = nonzero(random);
        this.shell = new Shell(platform, options,
                new RootMachine(epoch, options.policy(), random::nextLong));
        this.thread = Thread.ofPlatform().daemon().name("ringway root").unstarted(shell);
    }

    private static long nonzero(SecureRandom random) {
        long number;
        do {
            number = random.nextLong();
        } while (number == 0);
        return number;
    }

    /// Starts a root. When this returns, children can connect.
    ///
    /// @param platform where it runs
    /// @param options how
    /// @return the running root
    /// @throws PlatformException if a living root listens at one of the addresses, or the caller
    ///     may not; nothing is left behind then
    public static RootPartition start(Platform platform, RootOptions options) {
        RootPartition root = new RootPartition(platform, options);
        root.thread.start();
        return root;
    }

    /// {@return the number that names this run of the root, never 0}
    public long epoch() {
        return epoch;
    }

    /// Admits whoever is at the other end of a link, whatever the rules for joining say.
    ///
    /// @param link the root's end; the root closes it, also when it has ended already
    public void attach(ControlLink link) {
        if (!shell.request(() -> shell.admit(link))) {
            link.close();
        }
    }

    /// Admits a plain VMBus client with a fixed address space. Page n of the region is its page n;
    /// whoever it grants a page to could map all of them.
    ///
    /// @param link the root's end; the root closes it, also when it has ended already
    /// @param addressSpace all its memory; the root closes the handle, unless this fails
    /// @throws PlatformException if the region is not fit to be shared
    public void attach(ControlLink link, Handle addressSpace) {
        long pages = platform.inspect(addressSpace).pages();
        if (!shell.request(() -> shell.admit(link, addressSpace, pages))) {
            addressSpace.close();
            link.close();
        }
    }

    /// Has other rules hold, for whoever joins, offers or opens from now on. Channels and links
    /// that are there stay; an offer that a partition may not see any more is taken back from it
    /// once it has no open channel on it. Waits until the rules hold, so not for the root's own
    /// thread.
    ///
    /// @param policy the rules
    public void obey(Policy policy) {
        CompletableFuture<Void> obeyed = new CompletableFuture<>();
        if (shell.request(() -> {
            try {
                shell.obey(policy);
            } finally {
                obeyed.complete(null);
            }
        })) {
            obeyed.join();
        }
    }

    /// Waits until the root has ended, by [#close] or because it failed.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; the root runs on
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /// Stops listening, hangs up on every child and ends the thread. Open channels go on. Waits for
    /// all that, even if interrupted, except on the root's own thread. Idempotent.
    @Override
    public void close() {
        shell.end();
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
}
