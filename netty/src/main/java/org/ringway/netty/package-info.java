// SPDX-License-Identifier: Apache-2.0

/// Streams between partitions as a transport of Netty 4.2: channels, and what waits for them.
@NullMarked
package org.ringway.netty;

import org.jspecify.annotations.NullMarked;
