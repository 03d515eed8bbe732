// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import org.ringway.platform.PeerCredentials;
import org.ringway.wire.PortId;

/// What rules look at in a port.
///
/// @param owner whose it is, as the kernel vouches
/// @param port the owner's number for it
public record PortFacts(PeerCredentials owner, PortId port) {}
