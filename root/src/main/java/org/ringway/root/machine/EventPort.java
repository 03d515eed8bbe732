// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.PortId;
import org.ringway.wire.WireBytes;

/// A port for event flags. Those that are set while the owner has not taken earlier ones of the
/// same bank are kept here, each once however often it is signalled.
final class EventPort extends OpenedPort {
    static final int BUFFERS = EventFlags.BANKS;

    private static final int BANK_FLAGS = SignalEvent.FLAGS / EventFlags.BANKS;

    private static final class Bank {
        private final BitSet flags = new BitSet(BANK_FLAGS);
        /// Whether the owner has been told of earlier ones and has not taken them.
        private boolean untaken;
    }

    private final Bank[] banks = {new Bank(), new Bank()};

    EventPort(Partition owner, PortId id) {
        super(owner, id);
    }

    @Override
    PortKind kind() {
        return PortKind.EVENTS;
    }

    @Override
    int waiting() {
        return Arrays.stream(banks).mapToInt(bank -> bank.flags.cardinality()).sum();
    }

    @Override
    int buffers() {
        return BUFFERS;
    }

    /// Sets a flag.
    ///
    /// @return what to tell the owner, or null if it has to take something first
    @Nullable EventFlags set(int flag) {
        banks[flag / BANK_FLAGS].flags.set(flag % BANK_FLAGS);
        return due(flag / BANK_FLAGS);
    }

    /// The owner has taken the flags of a bank, or there were none.
    ///
    /// @return what to tell it next, or null
    @Nullable EventFlags take(int bank) {
        banks[bank].untaken = false;
        return due(bank);
    }

    private @Nullable EventFlags due(int number) {
        Bank bank = banks[number];
        if (bank.untaken || bank.flags.isEmpty()) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(bank.flags.toByteArray(), EventFlags.BYTES);
        bank.flags.clear();
        bank.untaken = true;
        return new EventFlags(id(), number, WireBytes.of(bytes));
    }
}
