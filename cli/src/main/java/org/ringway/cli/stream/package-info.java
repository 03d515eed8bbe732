// SPDX-License-Identifier: Apache-2.0

/// `ringway listen`, `connect` and `forward`: streams for programs that know nothing of partitions.
@NullMarked
package org.ringway.cli.stream;

import org.jspecify.annotations.NullMarked;
