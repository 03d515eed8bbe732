// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import org.ringway.platform.PeerCredentials;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;

/// What rules look at in an offer.
///
/// @param provider whose it is, as the kernel vouches
/// @param name what the provider calls it
/// @param interfaceId which kind of service it says it is
public record OfferFacts(PeerCredentials provider, Name name, Guid interfaceId) {}
