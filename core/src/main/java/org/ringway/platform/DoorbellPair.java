// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// Both ends of a new doorbell, to be given to one partition each and closed here.
///
/// @param first one end
/// @param second the other
public record DoorbellPair(Handle first, Handle second) {}
