// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;

/// A service that can be opened.
///
/// @param relId the id under which it is opened
/// @param provider who provides it
/// @param name what the provider calls it
/// @param content what the provider says about it
public record SeenOffer(RelId relId, PeerFacts provider, Name name, OfferContent content) {}
