// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import java.util.stream.Stream;
import org.ringway.conformance.script.Check;

/// Everything that is tried of a child, in the order of the report.
public final class ChildRules {
    private static final List<Check<Stage>> ALL = Stream.of(JoinRules.all(), EndRules.all(),
            WriterRules.all(), SignalRules.all(), RingRules.all(), PacketRules.all(),
            GrantRules.all(), RootWordRules.all()).flatMap(List::stream).toList();

    private ChildRules() {}

    public static List<Check<Stage>> all() {
        return ALL;
    }
}
