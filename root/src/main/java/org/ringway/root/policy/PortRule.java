// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import java.util.Set;
import org.ringway.wire.PortId;

/// Which ports may be opened, and who may post there.
///
/// @param label names the rule in denials
/// @param owners whose ports it covers
/// @param ports the numbers it covers, or empty for all
/// @param posters who may post messages and signal events there, and finds them in lists
public record PortRule(String label, People owners, Set<PortId> ports, People posters) {
    /// Everybody who may join may open any port for everybody.
    public static final PortRule EVERYTHING =
            new PortRule("default", People.EVERYBODY, Set.of(), People.EVERYBODY);

    /// Keeps a copy.
    public PortRule {
        ports = Set.copyOf(ports);
    }

    boolean covers(PortFacts port) {
        return owners.include(port.owner()) && isAbout(port);
    }

    /// Whether it covers such a port of somebody.
    boolean isAbout(PortFacts port) {
        return ports.isEmpty() || ports.contains(port.port());
    }
}
