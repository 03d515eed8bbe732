// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import java.util.stream.Stream;
import org.ringway.conformance.script.Check;

/// Everything that is tried of a root, in the order of the report.
public final class RootRules {
    private static final List<Check<Stage>> ALL = Stream.of(VersionRules.all(),
            MessageRules.all(), OfferRules.all(), OpenRules.all(), GpadlRules.all(),
            SubchannelRules.all(), covered()).flatMap(List::stream).toList();

    private RootRules() {}

    public static List<Check<Stage>> all() {
        return ALL;
    }

    private static List<Check<Stage>> covered() {
        return List.of(
                Check.of("M14", "nothing is confidential (6.0): the version is not supported",
                        stage -> VersionRules.isNotServed(stage, 0x0006_0000)),
                Check.of("M15", "a client's choice of event flags (6.0) is padding",
                        OpenRules::choiceIsPadding));
    }
}
