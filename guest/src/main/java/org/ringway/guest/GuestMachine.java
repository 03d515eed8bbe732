// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.guest.GuestEnd.Reason;
import org.ringway.guest.boot.KernelImage;
import org.ringway.hypervisor.Hypervisor;
import org.ringway.platform.Platform;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.ToChild;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// A guest: a kernel in a virtual machine, which is a partition of a root's bus by its own drivers.
///
/// The guest's messages go to the root as they are; its channels run between its own memory and
/// whoever provides the offer, and not through here.
///
/// - **Thread:** any.
public final class GuestMachine implements AutoCloseable {
    private static final int MAX_FILE_BYTES = 1 << 30;
    private static final long ROOT_SECONDS = 30;

    private final GuestOptions options;
    private final Hypervisor hypervisor;
    private final RootDoor door;
    private final GuestListener listener;
    private final KernelImage kernel;
    private final KernelImage.Load load;
    private final CompletableFuture<GuestEnd> end = new CompletableFuture<>();
    private @Nullable Machinery running;
    private boolean closed;

    private GuestMachine(Platform platform, Hypervisor hypervisor, GuestOptions options,
            GuestListener listener) {
        this.options = options;
        this.hypervisor = hypervisor;
        this.door = new RootDoor(platform, options.socket(), options.name());
        this.listener = listener;
        this.kernel = KernelImage.of(read(options.kernel(), "kernel"));
        Path initrd = options.initrd();
        this.load = new KernelImage.Load(options.commandLine(),
                initrd == null ? new byte[0] : read(initrd, "initrd"),
                options.size().processors());
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
    /// @throws PlatformException if a file cannot be read, the host cannot run guests or is short of
    ///     memory, or there is no such root
    /// @throws org.ringway.guest.boot.UnfitKernelException if the file is no kernel, or memory is
    ///     too small for it
    public static GuestMachine start(Platform platform, Hypervisor hypervisor,
            GuestOptions options, GuestListener listener) throws InterruptedException {
        GuestMachine guest = new GuestMachine(platform, hypervisor, options, listener);
        guest.boot();
        return guest;
    }

    private void boot() throws InterruptedException {
        Introduction introduction = new Introduction();
        Machinery next = new Machinery(hypervisor.create(options.size()), kernel, load, door,
                introduction, listener);
        synchronized (this) {
            running = next;
        }
        next.start();
        try {
            introduction.partition.get(ROOT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            next.close();
            throw new PlatformException("the root does not take this guest: " + e.getMessage(), e);
        }
        next.end().thenAcceptAsync(this::ended);
    }

    /// What the root says until it has taken the guest, and then.
    private final class Introduction implements RootListener {
        private final CompletableFuture<PartitionId> partition = new CompletableFuture<>();
        private String explained = "it hung up";

        @Override
        public void heard(ToChild message) {
            switch (message) {
                case RingwayToChild.AddressSpaceResult result -> {
                    if (result.status().equals(Status.OK)) {
                        partition.complete(result.partition());
                    }
                }
                case RingwayToChild.Explain explain -> explained = explain.text();
                default -> { }
            }
        }

        @Override
        public void lost() {
            if (!partition.completeExceptionally(new PlatformException(explained))) {
                listener.note("the link to the root has ended: " + explained);
            }
        }
    }

    private void ended(GuestEnd how) {
        Machinery last = take();
        if (last != null) {
            last.close();
        }
        end.complete(how);
    }

    private synchronized @Nullable Machinery take() {
        Machinery last = running;
        running = null;
        return last;
    }

    /// Types on the guest's console.
    ///
    /// @param value a byte
    /// @return whether the guest had room for it
    public synchronized boolean type(byte value) {
        return running == null || running.devices().serial().receive(value);
    }

    /// Waits until the machine has ended.
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

    /// Switches the machine off at once, as if its power were gone. Idempotent.
    @Override
    public void close() {
        Machinery last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        if (last != null) {
            last.end(new GuestEnd(Reason.CLOSED, ""));
        } else if (closed) {
            end.complete(new GuestEnd(Reason.CLOSED, ""));
        }
        end.join();
    }
}
