// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ringway.guest.boot.GuestCpuid;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.boot.KernelImage;
import org.ringway.guest.device.RealTimeClock;
import org.ringway.guest.device.SerialPort;
import org.ringway.guest.synic.SynicPages;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.hypervisor.VirtualProcessor;
import org.ringway.platform.ControlLink;

/// One virtual machine from its first instruction to its end. A guest that is reset gets a new one:
/// what a provider has seen of the old memory is never used again.
final class Machinery implements AutoCloseable, ProcessorLoop.Surroundings {
    private final VirtualMachine machine;
    private final Devices devices;
    private final BusConnection bus;
    private final GuestListener listener;
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<GuestEnd> end = new CompletableFuture<>();

    /// @param link stays open if this fails
    private Machinery(VirtualMachine machine, RootDoor door, HostOffers host, ControlLink link,
            RootListener root, GuestListener listener) {
        this.machine = machine;
        this.listener = listener;
        this.devices = new Devices(new SerialPort(new SerialPort.Wires() {
            @Override
            public void sent(byte value) {
                listener.console(value);
            }

            @Override
            public void line(boolean isHigh) {
                machine.line(SerialPort.LINE, isHigh);
            }
        }), new RealTimeClock(Clock.systemUTC()));
        GuestPages memory = new GuestPages(machine.bytes());
        List<SynicPages> synics = machine.processors().stream()
                .map(_ -> new SynicPages(memory)).toList();
        this.bus = new BusConnection(
                door, host, link, machine, new Interrupts(machine, synics), root);
        threads.add(Thread.ofPlatform().daemon().name("guest bus").unstarted(this::serveBus));
        for (int i = 0; i < synics.size(); i++) {
            threads.add(Thread.ofPlatform().daemon().name("guest processor " + i).unstarted(
                    new ProcessorLoop(machine.processors().get(i), synics.get(i), this)));
        }
    }

    /// Puts a kernel into a machine and makes its link.
    ///
    /// @param machine closed with the result, or if this fails
    /// @param load what its kernel is given
    /// @param host what is known of the partition beside it
    static Machinery of(VirtualMachine machine, KernelImage kernel, KernelImage.Load load,
            RootDoor door, HostOffers host, RootListener root, GuestListener listener) {
        try {
            setUp(machine, kernel, load);
            return joined(machine, door, host, root, listener);
        } catch (Throwable e) {
            machine.close();
            throw e;
        }
    }

    private static Machinery joined(VirtualMachine machine, RootDoor door, HostOffers host,
            RootListener root, GuestListener listener) {
        ControlLink link = door.enter(machine.memory());
        try {
            return new Machinery(machine, door, host, link, root, listener);
        } catch (Throwable e) {
            link.close();
            throw e;
        }
    }

    private static void setUp(
            VirtualMachine machine, KernelImage kernel, KernelImage.Load load) {
        List<VirtualProcessor> processors = machine.processors();
        for (int i = 0; i < processors.size(); i++) {
            VirtualProcessor processor = processors.get(i);
            processor.configure(GuestCpuid.of(processor.supportedCpuid(),
                    processor.hyperVCpuid(), i, processors.size()));
        }
        processors.getFirst().start(
                kernel.place(new GuestPages(machine.bytes()), load));
    }

    /// Begins with the bus: the guest's first message finds it there.
    ///
    /// @throws OutOfMemoryError if the host gives no thread; to be closed then
    void start() {
        threads.forEach(Thread::start);
    }

    private void serveBus() {
        try {
            bus.run();
        } catch (Throwable e) {
            end(GuestEnd.of(e));
        }
    }

    /// {@return how it has ended, once it has}
    CompletableFuture<GuestEnd> end() {
        return end;
    }

    @Override
    public Devices devices() {
        return devices;
    }

    @Override
    public int post(long input) {
        return bus.post(input);
    }

    @Override
    public void crashed() {
        listener.note("the guest's kernel has crashed: see its console");
    }

    @Override
    public void end(GuestEnd how) {
        end.complete(how);
    }

    @Override
    public boolean isEnding() {
        return end.isDone();
    }

    /// Stops the processors, hangs up, and lets go of the memory. Waits for all that, and so relies
    /// on a listener that comes back: a processor in [GuestListener#console] cannot be stopped.
    @Override
    public void close() {
        end(new GuestEnd(GuestEnd.Reason.CLOSED, ""));
        bus.close();
        if (threads.getFirst().getState() == Thread.State.NEW) {
            // It hangs up here, for its thread never will.
            serveBus();
        }
        machine.processors().forEach(VirtualProcessor::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        machine.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
