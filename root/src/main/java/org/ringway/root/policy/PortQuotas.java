// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

/// How much of what needs no channel one partition may ask of the root.
///
/// @param open ports that it has open
/// @param untaken messages that it has posted and that the owners of the ports have not taken
public record PortQuotas(int open, int untaken) {
    /// 64 ports, and as many messages as fill 16 of them.
    public static final PortQuotas DEFAULT = new PortQuotas(64, 256);

    /// Refuses quotas that would allow nothing at all.
    public PortQuotas {
        Quotas.check("ports.open", open);
        Quotas.check("ports.untaken", untaken);
    }
}
