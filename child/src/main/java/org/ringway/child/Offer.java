// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;

/// A service that another partition provides.
///
/// @param relId the root's number for it on this partition's link, until it is rescinded
/// @param provider who provides it, as the root vouches
/// @param name what the provider calls it
/// @param content what the provider says about it
public record Offer(RelId relId, PeerFacts provider, Name name, OfferContent content) {}
