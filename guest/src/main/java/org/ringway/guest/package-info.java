// SPDX-License-Identifier: Apache-2.0

/// A virtual machine as a partition: boot it, connect it to a root, serve what its kernel expects
/// of a host.
@NullMarked
package org.ringway.guest;

import org.jspecify.annotations.NullMarked;
