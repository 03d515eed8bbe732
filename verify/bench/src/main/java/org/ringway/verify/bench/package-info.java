// SPDX-License-Identifier: Apache-2.0

/// Ringway beside its peers on the JVM and beside what the machine can do.
///
/// [Bench] is what `verify/bench/run` starts. The harness is that of `ringway bench`; here are
/// further transports for it, and a floor in C.
@NullMarked
package org.ringway.verify.bench;

import org.jspecify.annotations.NullMarked;
