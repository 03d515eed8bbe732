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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.PlatformException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.guest.GuestEnd.Reason;
import org.ringway.guest.boot.KernelImage;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.hypervisor.Hypervisor;
import org.ringway.platform.Platform;
import org.ringway.wire.PartitionId;

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
    private static final long RETRY_MILLIS = 200;

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
    private @Nullable Machinery running;
    private @Nullable HostSide services;
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
        } catch (RuntimeException | InterruptedException e) {
            guest.host.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("guest " + options.name()).start(guest::lookAfter);
        return guest;
    }

    private void boot() throws InterruptedException {
        Introduction root = new Introduction(listener, partition ->
                Thread.ofVirtual().name("guest services").start(() -> offerAgain(partition)));
        Machinery next = Machinery.of(
                hypervisor.create(options.size()), kernel, load, door, offered, root, listener);
        next.start();
        try {
            HostSide beside = hostSide(root.await());
            synchronized (this) {
                running = next;
                services = beside;
                if (closed) {
                    next.end(new GuestEnd(Reason.CLOSED, ""));
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            next.close();
            throw e;
        }
    }

    /// Offers what a guest expects of its host on another root, as soon as the host has found that.
    private void offerAgain(PartitionId partition) {
        try {
            HostSide fresh = tryToOffer(partition);
            while (fresh == null && !closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                fresh = tryToOffer(partition);
            }
            if (fresh != null) {
                replace(fresh).close();
            }
        } catch (RefusedException e) {
            listener.note("the other root refuses the guest's services: " + e.getMessage());
        } catch (InterruptedException | BusException _) {
            // The machine has ended.
        }
    }

    private @Nullable HostSide tryToOffer(PartitionId partition) throws InterruptedException {
        try {
            return hostSide(partition);
        } catch (RootLostException _) {
            return null;
        }
    }

    private HostSide hostSide(PartitionId guest) throws InterruptedException {
        return HostSide.start(host, guest, health, options.reach(), offered, listener);
    }

    /// {@return those that are over now}
    private synchronized HostSide replace(HostSide fresh) {
        HostSide last = services;
        if (last == null) {
            return fresh;
        }
        services = fresh;
        return last;
    }

    /// Waits for each machine's end, and makes the next one if the guest wants to begin anew.
    private void lookAfter() {
        GuestEnd how;
        do {
            how = endOfOne();
        } while (how.reason() == Reason.RESET && bootAgain());
        closing.countDown();
        host.close();
        end.complete(how);
    }

    private GuestEnd endOfOne() {
        Machinery last;
        synchronized (this) {
            last = Objects.requireNonNull(running);
        }
        GuestEnd how = last.end().join();
        HostSide beside;
        synchronized (this) {
            beside = Objects.requireNonNull(services);
            running = null;
            services = null;
        }
        beside.close();
        last.close();
        return how;
    }

    private boolean bootAgain() {
        try {
            boot();
            return true;
        } catch (BusException e) {
            listener.note("the guest does not begin anew: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// {@return what the guest says about itself; it outlives a reset}
    public GuestHealth health() {
        return health;
    }

    /// Types on the guest's console.
    ///
    /// @param value a byte
    /// @return whether the guest had room for it
    public synchronized boolean type(byte value) {
        return running == null || running.devices().serial().receive(value);
    }

    /// Asks the guest to switch itself off in good order.
    ///
    /// @return done when it has said that it will; exceptionally if it does not want to, or has no
    ///     driver for that
    public CompletableFuture<Void> stop() {
        return ask(HostSide::stop);
    }

    /// Asks the guest to begin anew in good order.
    ///
    /// @return as [#stop]
    public CompletableFuture<Void> restart() {
        return ask(HostSide::restart);
    }

    private synchronized CompletableFuture<Void> ask(
            Function<HostSide, CompletableFuture<Void>> question) {
        return services == null
                ? CompletableFuture.failedFuture(new PlatformException("the guest does not run"))
                : question.apply(services);
    }

    /// Has the machine begin anew at once, as if somebody had pressed its button.
    public synchronized void reset() {
        if (running != null) {
            running.end(new GuestEnd(Reason.RESET, ""));
        }
    }

    /// Waits until the machine has ended for good.
    ///
    /// @return how
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
        }
        end.join();
    }
}
