// SPDX-License-Identifier: Apache-2.0

/// A client that knows VMBus and nothing of Ringway, from its bytes to its rings, at every version.
@NullMarked
package org.ringway.verify.guest;

import org.jspecify.annotations.NullMarked;
