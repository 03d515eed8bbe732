// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.InspectPart;
import org.ringway.wire.WireBytes;

final class InspectorTest {
    private static Branch answer(int channels) {
        List<InspectTree> every = IntStream.range(0, channels)
                .<InspectTree>mapToObj(i -> branch("" + i, leaf("text", "x".repeat(200))))
                .toList();
        WireBytes bytes = Inspector.encoded("name", List.of(leaf("fact", 7)), every);
        assertTrue(InspectPart.split(bytes).size() <= InspectPart.MAX_PARTS);
        return assertInstanceOf(Branch.class, InspectTree.decode(bytes));
    }

    private static int shown(Branch answer) {
        return assertInstanceOf(Branch.class, answer.child("channels")).children().size();
    }

    @Test
    @DisplayName("channels that do not fit into an answer are counted")
    void channelsThatDoNotFitAreCounted() {
        Branch small = answer(400);
        Branch large = answer(5000);

        assertEquals(400, shown(small));
        assertEquals(0, small.number("channelsLeftOut"));
        assertEquals(5000, shown(large) + large.number("channelsLeftOut"));
        assertTrue(shown(large) > 200, large::toString);
        assertEquals(7, large.number("fact"));
    }
}
