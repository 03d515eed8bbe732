// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.wire.PortId;

/// Where other partitions set flags for this one without a channel.
///
/// It has [Ports#FLAGS] flags. Signalling one that is set already does nothing, so a flag says that
/// something has happened at least once since it was taken; not how often, and not by whom. It
/// outlives the root: a new one is told of it, and flags that had come are kept. Those that a root
/// had not sent yet are lost with it, so look after what they stand for when the root was lost.
///
/// - **Thread:** any. **Blocking:** [#await] only. **Allocation:** a set of flags each.
public final class EventPort extends LivePort implements AutoCloseable {
    private static final int BANK_FLAGS = Ports.FLAGS / EventFlags.BANKS;

    /// Guarded by the arrivals, as the banks.
    private final BitSet flags = new BitSet(Ports.FLAGS);
    /// A bit for each bank of which something has come and is not taken.
    private int banks;

    EventPort(PortId id, Ports ports) {
        super(id, ports);
    }

    /// {@return its number}
    public PortId id() {
        return id;
    }

    /// Waits until a flag is set, and takes all that are.
    ///
    /// @return the flags that were set, clear again here; the caller's
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.ChannelClosedException if the port is closed, before or meanwhile
    /// @throws org.ringway.RefusedException if a new root does not let this partition open it
    public BitSet await() throws InterruptedException {
        while (true) {
            BitSet taken = await(Duration.ofSeconds(Long.MAX_VALUE));
            if (!taken.isEmpty()) {
                return taken;
            }
        }
    }

    /// As [#await()], with a time.
    ///
    /// @param atMost how long to wait
    /// @return the flags, none if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public BitSet await(Duration atMost) throws InterruptedException {
        BitSet taken = arrivals.await(this::take, atMost);
        return taken == null ? new BitSet() : taken;
    }

    private @Nullable BitSet take() {
        if (banks == 0) {
            return null;
        }
        BitSet taken = (BitSet) flags.clone();
        flags.clear();
        taken(banks);
        banks = 0;
        return taken.isEmpty() ? null : taken;
    }

    void add(EventFlags set) {
        arrivals.add(() -> {
            BitSet.valueOf(set.flags().toArray()).stream()
                    .forEach(flag -> flags.set(set.bank() * BANK_FLAGS + flag));
            banks |= 1 << set.bank();
        });
    }

    /// Signals are refused from now on. Idempotent.
    @Override
    public void close() {
        close(() -> {
            flags.clear();
            banks = 0;
        });
    }

    @Override
    public String toString() {
        return "EventPort[" + id + "]";
    }
}
