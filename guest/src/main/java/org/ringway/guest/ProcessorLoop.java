// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.guest.GuestEnd.Reason;
import org.ringway.guest.device.PowerPorts.Wish;
import org.ringway.guest.synic.HypercallStatus;
import org.ringway.guest.synic.SynicPages;
import org.ringway.hypervisor.ProcessorExit;
import org.ringway.hypervisor.VirtualProcessor;

/// Runs one processor and gives it what it stops for. If it cannot go on, neither can the machine.
final class ProcessorLoop implements Runnable {
    /// What a processor reaches beside its memory.
    interface Surroundings {
        Devices devices();

        /// The guest posts a message.
        ///
        /// @return the status of the call
        int post(long input);

        /// The guest's kernel has reported that it is broken.
        void crashed();

        /// The machine is to end; the first reason counts.
        void end(GuestEnd end);

        boolean isEnding();
    }

    private static final int POST_MESSAGE = 0x5C;
    private static final int SIGNAL_EVENT = 0x5D;
    private static final int EXTENDED_CAPABILITIES = 0x8001;
    private static final long NO_CAPABILITIES = 0;

    private final VirtualProcessor processor;
    private final SynicPages synic;
    private final Surroundings around;

    ProcessorLoop(VirtualProcessor processor, SynicPages synic, Surroundings around) {
        this.processor = processor;
        this.synic = synic;
        this.around = around;
    }

    @Override
    public void run() {
        try {
            while (!around.isEnding()) {
                step();
            }
        } catch (Throwable e) {
            around.end(GuestEnd.of(e));
        }
    }

    private void step() {
        switch (processor.run()) {
            case ProcessorExit.PortRead read ->
                    processor.answer(around.devices().read(read.port()));
            case ProcessorExit.PortWrite write ->
                    obey(around.devices().write(write.port(), write.data()));
            case ProcessorExit.SynicChange change -> synic.change(
                    change.control(), change.eventPage(), change.messagePage());
            case ProcessorExit.Hypercall call -> processor.answer(answer(call));
            case ProcessorExit.Crash() -> around.crashed();
            case ProcessorExit.Reset() -> around.end(new GuestEnd(Reason.RESET, ""));
            case ProcessorExit.Failed failed ->
                    around.end(new GuestEnd(Reason.FAILED, failed.text()));
            case ProcessorExit.NoMemory _, ProcessorExit.Interrupted _ -> { }
        }
    }

    private void obey(Wish wish) {
        switch (wish) {
            case NONE -> { }
            case OFF -> around.end(new GuestEnd(Reason.OFF, ""));
            case RESET -> around.end(new GuestEnd(Reason.RESET, ""));
        }
    }

    /// Signals of open channels do not come here: the hypervisor counts them up itself.
    private long answer(ProcessorExit.Hypercall call) {
        return switch (call.code()) {
            case POST_MESSAGE -> call.isFast()
                    ? HypercallStatus.INVALID_PARAMETER : around.post(call.first());
            case SIGNAL_EVENT -> HypercallStatus.INVALID_CONNECTION_ID;
            case EXTENDED_CAPABILITIES -> NO_CAPABILITIES;
            default -> HypercallStatus.INVALID_CODE;
        };
    }
}
