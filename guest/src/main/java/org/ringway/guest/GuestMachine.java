// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.guest.GuestEnd.Reason;
import org.ringway.guest.boot.KernelImage;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.hypervisor.Hypervisor;
import org.ringway.platform.Platform;

/// A guest: a kernel in a virtual machine, which is a partition of a root's bus by its own drivers.
///
/// The guest's messages go to the root as they are; its channels run between its own memory and
/// whoever provides the offer, and not through here.
///
/// - **Thread:** any.
public final class GuestMachine implements AutoCloseable {
    /// The partition that offers what a guest expects of its host is called like it, and this.
    public static final String HOST_SUFFIX = "-host";

    private static final int MAX_FILE_BYTES = 1 << 30;

    private final GuestOptions options;
    private final Hypervisor hypervisor;
    private final RootDoor door;
    private final GuestListener listener;
    private final KernelImage kernel;
    private final KernelImage.Load load;
    private final CompletableFuture<GuestEnd> end = new CompletableFuture<>();
    private final GuestHealth health = new GuestHealth(Clock.systemUTC());
    private final ChildPartition host;
    private final HostOffers offered = new HostOffers();
    /// Nobody has to wait for a root any more.
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HostSides sides;
    private @Nullable Machinery running;
    /// Makes the next machine, and may wait for the root meanwhile: interrupted, once, if that is
    /// not wanted any more.
    private @Nullable Thread rebooting;
    private boolean closed;

    private GuestMachine(Platform platform, Hypervisor hypervisor, GuestOptions options,
            GuestListener listener) throws InterruptedException {
        this.options = options;
        this.hypervisor = hypervisor;
        this.door = new RootDoor(
                platform, options.socket(), options.name(), options.reach());
        this.listener = listener;
        this.kernel = KernelImage.of(read(options.kernel(), "kernel"));
        Path initrd = options.initrd();
        this.load = new KernelImage.Load(options.commandLine(),
                initrd == null ? new byte[0] : read(initrd, "initrd"),
                options.size().processors());
        this.host = ChildPartition.join(JoinOptions.of(
                platform, options.socket(), options.name().value() + HOST_SUFFIX)
                .withFacts(() -> List.of(health.inspect())));
        this.sides = new HostSides(guest -> HostSide.start(
                host, guest, health, options.reach(), offered, listener), listener, closing);
    }

    private static byte[] read(Path file, String what) {
        try {
            long bytes = Files.size(file);
            if (bytes > MAX_FILE_BYTES) {
                throw new PlatformException(what + " is too big: file=" + file + " bytes=" + bytes
                        + " max=" + MAX_FILE_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PlatformException(what + " cannot be read: file=" + file + ": " + e, e);
        }
    }

    /// Boots a guest. When this returns, the root knows it and its processors run.
    ///
    /// @param platform of this host
    /// @param hypervisor of this host
    /// @param options what to boot, and which root to join
    /// @param listener hears its console
    /// @return the running guest
    /// @throws InterruptedException if interrupted while it waits for the root
    /// @throws PlatformException if a file cannot be read or is no kernel, the host cannot run
    ///     guests or is short of memory, or there is no such root
    public static GuestMachine start(Platform platform, Hypervisor hypervisor,
            GuestOptions options, GuestListener listener) throws InterruptedException {
        GuestMachine guest = new GuestMachine(platform, hypervisor, options, listener);
        try {
            guest.boot();
            Thread.ofPlatform().daemon().name("guest " + options.name()).start(guest::lookAfter);
        } catch (Throwable e) {
            guest.abandon();
            throw e;
        }
        return guest;
    }

    private void boot() throws InterruptedException {
        long turn = sides.turn();
        Introduction root = new Introduction(listener, sides::beginSoon);
        Machinery next = Machinery.of(
                hypervisor.create(options.size()), kernel, load, door, offered, root, listener);
        try {
            next.start();
            sides.begin(turn, root.await());
        } catch (Throwable e) {
            try (next) {
                sides.end();
            }
            throw e;
        }
        synchronized (this) {
            running = next;
            if (closed) {
                next.end(new GuestEnd(Reason.CLOSED, ""));
            }
        }
    }

    /// Nobody looks after it.
    private void abandon() {
        try (host; Machinery _ = taken()) {
            sides.end();
        }
    }

    private synchronized @Nullable Machinery taken() {
        Machinery last = running;
        running = null;
        return last;
    }

    private synchronized @Nullable Machinery running() {
        return running;
    }

    /// Waits for each machine's end, and makes the next one if the guest wants to begin anew.
    /// Whatever happens meanwhile, the guest has ended when this returns.
    private void lookAfter() {
        GuestEnd how;
        try {
            how = lastEnd();
        } catch (Throwable e) {
            how = GuestEnd.of(e);
        }
        closing.countDown();
        try {
            host.close();
        } finally {
            end.complete(how);
        }
    }

    private GuestEnd lastEnd() {
        GuestEnd how = endOfOne();
        while (how.reason() == Reason.RESET) {
            how = reboots() ? endOfOne() : new GuestEnd(Reason.CLOSED, "");
        }
        return how;
    }

    private boolean reboots() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            rebooting = Thread.currentThread();
        }
        try {
            return new Reboot(host, listener, closing).run(this::boot);
        } catch (InterruptedException _) {
            return false;
        } finally {
            synchronized (this) {
                rebooting = null;
            }
            // It may have come too late to end a wait.
            Thread.interrupted();
        }
    }

    private GuestEnd endOfOne() {
        GuestEnd how = Objects.requireNonNull(running()).end().join();
        try (Machinery _ = taken()) {
            sides.end();
        }
        return how;
    }

    /// {@return what the guest says about itself; it outlives a reset}
    public GuestHealth health() {
        return health;
    }

    /// Types on the guest's console.
    ///
    /// @param value a byte
    /// @return whether the guest had room for it
    public boolean type(byte value) {
        // Without the lock: whatever the port waits for, the machine can be reset and closed.
        Machinery now = running();
        return now == null || now.devices().serial().receive(value);
    }

    /// Asks the guest to switch itself off in good order.
    ///
    /// @return done when it has said that it will; exceptionally if it does not want to, or it or
    ///     its root goes first. Until it has a driver for that, nothing: cancel it to withdraw the
    ///     wish
    public CompletableFuture<Void> stop() {
        return sides.ask(HostSide::stop);
    }

    /// Asks the guest to begin anew in good order.
    ///
    /// @return as [#stop]
    public CompletableFuture<Void> restart() {
        return sides.ask(HostSide::restart);
    }

    /// Has the machine begin anew at once, as if somebody had pressed its button.
    public synchronized void reset() {
        if (running != null) {
            running.end(new GuestEnd(Reason.RESET, ""));
        }
    }

    /// Waits until the machine has ended for good. A guest that begins anew waits for a root as
    /// long as there is none.
    ///
    /// @return how, and never [Reason#RESET]
    /// @throws InterruptedException if interrupted while it waits; the guest runs on
    public GuestEnd awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Switches the machine off at once, as if its power were gone, and waits for that. Idempotent.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            closing.countDown();
            if (running != null) {
                running.end(new GuestEnd(Reason.CLOSED, ""));
            }
            if (rebooting != null) {
                rebooting.interrupt();
                rebooting = null;
            }
        }
        end.join();
    }
}
