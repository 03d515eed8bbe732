// SPDX-License-Identifier: Apache-2.0

/// The commands that look into partitions while they work: `ringway inspect` and `ringway top`.
@NullMarked
package org.ringway.cli.inspect;

import org.jspecify.annotations.NullMarked;
