// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeaksTest {
    static {
        Leaks.watch();
    }

    @Test
    @DisplayName("a buffer that nobody releases is found, so that to find none means something")
    void findsALeak() {
        ByteBufAllocator.DEFAULT.directBuffer(1024).writeLong(1);

        List<String> found = new ArrayList<>();
        while (found.isEmpty()) {
            Leaks.look();
            found.addAll(Leaks.take());
        }

        assertEquals(1, found.size());
    }
}
