// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.CpuidLeaf;
import org.ringway.hypervisor.ProcessorExit;
import org.ringway.hypervisor.VirtualProcessor;

/// A processor that stops for what a test says.
final class PlayedProcessor implements VirtualProcessor {
    /// The guest switches itself off.
    static final ProcessorExit OFF = new ProcessorExit.PortWrite(0x605, 1, new byte[] {0x34});
    static final ProcessorExit RESET = new ProcessorExit.Reset();

    private final BlockingQueue<Supplier<ProcessorExit>> exits = new LinkedBlockingQueue<>();

    PlayedProcessor stopsFor(Supplier<ProcessorExit> exit) {
        exits.add(exit);
        return this;
    }

    @Override
    public ProcessorExit run() {
        try {
            return exits.take().get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void interrupt() {
        stopsFor(ProcessorExit.Interrupted::new);
    }

    @Override
    public List<CpuidLeaf> supportedCpuid() {
        return List.of();
    }

    @Override
    public List<CpuidLeaf> hyperVCpuid() {
        return List.of();
    }

    @Override
    public void configure(List<CpuidLeaf> leaves) {}

    @Override
    public void start(BootRegisters registers) {}

    @Override
    public void answer(long value) {}
}
