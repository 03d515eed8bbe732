// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;
import org.ringway.guest.GuestEnd.Reason;
import org.ringway.hypervisor.Hypervisor;
import org.ringway.hypervisor.MachineSize;
import org.ringway.hypervisor.ProcessorExit;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Platform;
import org.ringway.wire.Name;

/// One life of a guest after the other, with processors that a test plays.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GuestMachineTest {
    private final PlayedProcessor first = new PlayedProcessor();
    private final PlayedListener listener = new PlayedListener();
    private TestRoot root;
    private GuestMachine guest;
    private boolean isFirst = true;
    /// What the hypervisor does when it is asked again.
    private volatile Supplier<VirtualMachine> next = () -> machine(
            new PlayedProcessor().stopsFor(() -> PlayedProcessor.OFF));

    /// Whether links lead to a root that says nothing.
    private volatile boolean isRootSilent;

    @TempDir
    Path folder;

    private final class PlayedHypervisor implements Hypervisor {
        @Override
        public List<Diagnosis> diagnose() {
            return List.of();
        }

        @Override
        public VirtualMachine create(MachineSize size) {
            if (!isFirst) {
                return next.get();
            }
            isFirst = false;
            return machine(first);
        }
    }

    private MemoryMachine machine(PlayedProcessor processor) {
        return new MemoryMachine(TestRoot.PLATFORM, MemoryMachine.KERNEL_PAGES, List.of(processor));
    }

    @BeforeEach
    void start() throws Exception {
        root = new TestRoot(folder);
        GuestOptions options = new GuestOptions(new Name("guest"), TestRoot.socket(folder),
                new MachineSize(MachineSize.MIN_PAGES, 1),
                Files.write(folder.resolve("vmlinux"), TinyKernel.file()), null, "",
                GuestReach.ALL);
        Platform played = PlayedPlatform.over("connect", _ -> isRootSilent
                ? TestRoot.PLATFORM.connect(folder.resolve("silent.sock")) : null);
        guest = GuestMachine.start(played, new PlayedHypervisor(), options, listener);
    }

    @AfterEach
    void end() {
        guest.close();
        root.close();
    }

    private void rebootsWithoutARoot() throws InterruptedException {
        root.close();
        first.stopsFor(() -> PlayedProcessor.RESET);
        String note = listener.notes.take();
        while (!note.equals("the guest begins anew as soon as there is a root")) {
            note = listener.notes.take();
        }
    }

    @Test
    void aGuestThatRebootsWithoutARootBeginsAnewWhenThereIsOne() throws InterruptedException {
        rebootsWithoutARoot();

        root = new TestRoot(folder);

        assertEquals(new GuestEnd(Reason.OFF, ""), guest.awaitEnd());
        assertEquals(0, listener.notes.stream().filter(each -> each.contains("anew")).count(),
                "it is told once");
    }

    @Test
    void aGuestThatWaitsForARootCanBeSwitchedOff() throws InterruptedException {
        rebootsWithoutARoot();

        guest.close();

        assertEquals(new GuestEnd(Reason.CLOSED, ""), guest.awaitEnd());
    }

    /// A root that is stopped, or has too much to do: it has 30 s to answer.
    @Test
    @Timeout(value = 25, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aGuestThatWaitsForTheRootsAnswerCanBeSwitchedOff() throws InterruptedException {
        isRootSilent = true;
        CompletableFuture<Void> begun = new CompletableFuture<>();
        next = () -> machine(new PlayedProcessor().stopsFor(() -> {
            begun.complete(null);
            return new ProcessorExit.Interrupted();
        }));
        try (ControlListener _ = TestRoot.PLATFORM.listen(TestRoot.listening(
                folder.resolve("silent.sock")))) {
            first.stopsFor(() -> PlayedProcessor.RESET);
            begun.join();

            guest.close();
        }

        assertEquals(new GuestEnd(Reason.CLOSED, ""), guest.awaitEnd());
    }

    @Test
    void aMachineThatCannotBeMadeAnewHasFailed() throws InterruptedException {
        next = () -> {
            throw new PlatformException("memory is short: bytes=1");
        };

        first.stopsFor(() -> PlayedProcessor.RESET);

        assertEquals(new GuestEnd(Reason.FAILED, "memory is short: bytes=1"), guest.awaitEnd());
    }

    @Test
    void whateverElseFailsEndsTheGuestToo() throws InterruptedException {
        next = () -> {
            throw new OutOfMemoryError("no thread");
        };

        first.stopsFor(() -> PlayedProcessor.RESET);

        assertEquals(new GuestEnd(Reason.FAILED, "java.lang.OutOfMemoryError: no thread"),
                guest.awaitEnd());
    }

    @Test
    void aProcessorThatFailsEndsTheGuest() throws InterruptedException {
        first.stopsFor(() -> new ProcessorExit.Failed("why"));

        assertEquals(new GuestEnd(Reason.FAILED, "why"), guest.awaitEnd());
    }
}
