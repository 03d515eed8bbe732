// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// Who is at the other end of a control link, as the kernel vouches for it.
///
/// @param pid process id, as seen from this process's namespace; 0 if it is not visible
/// @param uid user id
/// @param gid primary group id
public record PeerCredentials(int pid, int uid, int gid) {}
