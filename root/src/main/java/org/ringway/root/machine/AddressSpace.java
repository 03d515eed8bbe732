// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

/// All memory of a plain client, fixed when its link was made: page n is the n-th of one region.
///
/// @param region the region
/// @param pages its size
public record AddressSpace(HandleToken region, long pages) {}
