// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.synic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.ringway.guest.boot.GuestPages;
import org.ringway.hypervisor.VirtualMachine;

/// The message slot and the event flags of one processor, where the guest has put them: the host's
/// side of Hyper-V's synthetic interrupt controller (TLFS, chapter 11).
///
/// Both pages are the guest's, which may write them at any time and put them anywhere. Nothing here
/// is believed: a page outside memory is no page, and of a slot only its first word is read.
///
/// - **Thread:** any.
public final class SynicPages {
    /// Bytes of the longest message.
    public static final int MAX_MESSAGE_BYTES = 240;
    /// Event flags of one interrupt source.
    public static final int FLAGS = 2048;

    private static final int PAGE = 4096;
    private static final int ENABLED = 1;
    private static final int SLOT = VirtualMachine.VMBUS_SINT * 256;
    private static final int SIZE = 4;
    private static final int SLOT_FLAGS = 5;
    private static final int MORE_PENDING = 1;
    private static final int PORT = 8;
    private static final int PAYLOAD = 16;
    private static final int VMBUS_MESSAGE = 1;
    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final GuestPages memory;
    private volatile @Nullable MemorySegment messages;
    private volatile @Nullable MemorySegment events;

    /// @param memory of the guest
    public SynicPages(GuestPages memory) {
        this.memory = memory;
    }

    /// The guest has set its controller up, or switched it off.
    ///
    /// @param control bit 0: on
    /// @param eventPage bit 0: on, else the address of the page with event flags
    /// @param messagePage likewise, with slots for messages
    public void change(long control, long eventPage, long messagePage) {
        boolean isOn = (control & ENABLED) != 0;
        events = isOn ? page(eventPage) : null;
        messages = isOn ? page(messagePage) : null;
    }

    private @Nullable MemorySegment page(long register) {
        return (register & ENABLED) == 0 ? null : memory.find(register & -PAGE, PAGE);
    }

    /// Puts a message into the slot, if the guest has emptied it. The interrupt is to be raised
    /// then.
    ///
    /// @param message at most [#MAX_MESSAGE_BYTES]
    /// @return whether it is there; else the guest was told that one waits
    public boolean deliver(byte[] message) {
        MemorySegment page = messages;
        if (page == null) {
            return false;
        }
        // Partner: the guest's store of 0, after it has copied what was there.
        if ((int) WORD.getAcquire(page, (long) SLOT) != 0) {
            page.set(JAVA_BYTE, SLOT + SLOT_FLAGS, (byte) MORE_PENDING);
            return false;
        }
        page.set(JAVA_BYTE, SLOT + SIZE, (byte) message.length);
        page.set(JAVA_BYTE, SLOT + SLOT_FLAGS, (byte) 0);
        page.set(GuestPages.LONG, SLOT + PORT, 1);
        MemorySegment.copy(message, 0, page, JAVA_BYTE, SLOT + PAYLOAD, message.length);
        // Partner: the guest's load of the type, before it looks at the rest.
        WORD.setRelease(page, (long) SLOT, VMBUS_MESSAGE);
        return true;
    }

    /// Sets the flag of a channel.
    ///
    /// @param flag its number
    /// @return whether it was not set before: then the interrupt is to be raised
    public boolean signal(int flag) {
        MemorySegment page = events;
        if (page == null || flag < 0 || flag >= FLAGS) {
            return false;
        }
        long word = SLOT + flag / Integer.SIZE * (long) Integer.BYTES;
        int bit = 1 << flag % Integer.SIZE;
        // Partner: the guest's atomic test and clear, before it looks at the ring.
        return ((int) WORD.getAndBitwiseOr(page, word, bit) & bit) == 0;
    }
}
