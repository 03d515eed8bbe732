// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Handle;
import org.ringway.root.machine.HandleToken;

/// A handle lives as long as somebody needs it.
final class HandleTableTest {
    private static final class Flag implements Handle {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    private final HandleTable table = new HandleTable();

    @Test
    void aHandleIsClosedWhenMachineAndMessagesHaveLetGo() {
        Flag handle = new Flag();
        HandleToken token = table.add(handle);
        table.retain(token);
        table.release(token);
        assertFalse(handle.closed);
        assertEquals(List.of(handle), table.getAll(List.of(token)));
        table.release(token);
        assertTrue(handle.closed);
        assertThrows(IllegalStateException.class, () -> table.release(token));
    }

    @Test
    void closingTheTableClosesWhatIsLeft() {
        Flag first = new Flag();
        Flag second = new Flag();
        table.addAll(List.of(first, second));
        table.close();
        assertTrue(first.closed && second.closed);
    }
}
