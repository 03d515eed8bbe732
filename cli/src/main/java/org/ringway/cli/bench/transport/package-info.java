// SPDX-License-Identifier: Apache-2.0

/// Ways to carry messages from one process to another, all behind one interface, so that one loop
/// can drive each of them: Ringway in several manners, TCP on loopback, a Unix socket, a pipe.
@NullMarked
package org.ringway.cli.bench.transport;

import org.jspecify.annotations.NullMarked;
