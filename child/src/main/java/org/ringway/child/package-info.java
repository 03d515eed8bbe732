// SPDX-License-Identifier: Apache-2.0

/// The client API: join a root, offer services, open channels on those of others.
///
/// Start with [ChildPartition#join(java.nio.file.Path, String)].
@NullMarked
package org.ringway.child;

import org.jspecify.annotations.NullMarked;
