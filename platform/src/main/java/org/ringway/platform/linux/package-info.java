// SPDX-License-Identifier: Apache-2.0

/// Linux behind the seam: every system call goes through [Libc], everything else is ordinary Java.
///
/// A descriptor is closed only when nobody uses it any more ([Descriptor]), so that its number
/// cannot come to mean another file in the middle of a call.
@NullMarked
package org.ringway.platform.linux;

import org.jspecify.annotations.NullMarked;
