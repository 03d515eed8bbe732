// SPDX-License-Identifier: Apache-2.0

/// What two threads may see of each other: every outcome that the memory model and the protocol
/// allow is listed with a schedule that leads to it, every other one is a bug.
///
/// A processor shows few of the reorderings that Java allows, so these tests find what happens on
/// this machine; that no schedule at all loses a signal is what the SPIN model in `verify/system`
/// shows.
@NullMarked
package org.ringway.verify.stress;

import org.jspecify.annotations.NullMarked;
