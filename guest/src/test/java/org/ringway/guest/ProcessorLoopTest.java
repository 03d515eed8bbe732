// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.PlatformException;
import org.ringway.guest.GuestEnd.Reason;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.synic.SynicPages;
import org.ringway.hypervisor.ProcessorExit;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessorLoopTest {
    private static GuestEnd endOf(PlayedProcessor processor) {
        CompletableFuture<GuestEnd> end = new CompletableFuture<>();
        ProcessorLoop.Surroundings around = new ProcessorLoop.Surroundings() {
            @Override
            public Devices devices() {
                throw new AssertionError("nothing is asked for");
            }

            @Override
            public int post(long input) {
                throw new StackOverflowError("too deep");
            }

            @Override
            public void crashed() {
                throw new PlatformException("nobody listens: line=1");
            }

            @Override
            public void end(GuestEnd how) {
                end.complete(how);
            }

            @Override
            public boolean isEnding() {
                return end.isDone();
            }
        };
        SynicPages synic = new SynicPages(
                new GuestPages(MemorySegment.ofArray(new byte[4096])));
        new ProcessorLoop(processor, synic, around).run();
        return end.getNow(new GuestEnd(Reason.CLOSED, "it does not know"));
    }

    /// A machine with a processor less would hang for ever.
    @Test
    void whateverAProcessorFailsWithEndsTheMachine() {
        assertEquals(new GuestEnd(Reason.FAILED, "java.lang.StackOverflowError: too deep"),
                endOf(new PlayedProcessor().stopsFor(
                        () -> new ProcessorExit.Hypercall(0x5C, false, 0, 0))));
        assertEquals(new GuestEnd(Reason.FAILED, "nobody listens: line=1"),
                endOf(new PlayedProcessor().stopsFor(ProcessorExit.Crash::new)));
        assertEquals(new GuestEnd(Reason.FAILED, "why"),
                endOf(new PlayedProcessor().stopsFor(() -> new ProcessorExit.Failed("why"))));
    }
}
