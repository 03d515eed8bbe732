// SPDX-License-Identifier: Apache-2.0

/// The root partition: brokers channels between child partitions, and stays out of them.
@NullMarked
package org.ringway.root;

import org.jspecify.annotations.NullMarked;
