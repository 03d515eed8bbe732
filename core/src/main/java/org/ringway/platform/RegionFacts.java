// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// What [Platform#inspect] found out about a foreign region that is fit for sharing.
///
/// @param pages its size in 4 KiB pages, fixed for ever
/// @param access what a partition other than the owner can map it for
public record RegionFacts(long pages, Access access) {}
