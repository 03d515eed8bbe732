// SPDX-License-Identifier: Apache-2.0

/// Streams between partitions, behind the interfaces that programs know from TCP.
@NullMarked
package org.ringway.sockets;

import org.jspecify.annotations.NullMarked;
