// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// Who the partition on the other side is. Number and ids come from the root and the kernel; only
/// the name is what the partition calls itself.
///
/// @param partition the root's number for it
/// @param pid its process id as the root sees it, 0 if it is not visible
/// @param uid its user id
/// @param gid its primary group id
/// @param name what it calls itself; empty for a plain client
public record PeerFacts(PartitionId partition, int pid, int uid, int gid, Name name) {}
