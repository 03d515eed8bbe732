// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.ringway.guest.GuestListener;
import org.ringway.guest.GuestMachine;

/// A guest's console, on the terminal of its machine and wherever else somebody looks at it. Who
/// does not keep up misses something: the guest waits for nobody.
final class Console implements GuestListener {
    private static final int PENDING_BYTES = 1 << 16;

    private final PrintStream terminal;
    private final PrintStream notes;
    private final Set<BlockingQueue<Integer>> others = ConcurrentHashMap.newKeySet();

    Console(PrintStream terminal, PrintStream notes) {
        this.terminal = terminal;
        this.notes = notes;
    }

    @Override
    public void console(byte value) {
        terminal.write(value);
        terminal.flush();
        others.forEach(other -> other.offer(value & 0xFF));
    }

    @Override
    public void note(String line) {
        notes.println("ringway guest: " + line);
    }

    /// Shows the console to somebody until that fails.
    void show(OutputStream to) throws InterruptedException {
        BlockingQueue<Integer> pending = new LinkedBlockingQueue<>(PENDING_BYTES);
        others.add(pending);
        try {
            while (true) {
                to.write(pending.take());
                if (pending.isEmpty()) {
                    to.flush();
                }
            }
        } catch (IOException _) {
            // Nobody looks any more.
        } finally {
            others.remove(pending);
        }
    }

    /// Types everything that comes, as fast as the guest takes it, until there is no more.
    static void type(InputStream from, GuestMachine guest) throws IOException {
        for (int value = from.read(); value >= 0; value = from.read()) {
            guest.type((byte) value);
        }
    }
}
