// SPDX-License-Identifier: Apache-2.0

/// What every layer may throw: one sealed family of exceptions.
///
/// Full, empty and "not now" are answers and never exceptions. A broken promise of the other side,
/// a refusal and a failing kernel are exceptions, and their text names the field and the numbers.
@NullMarked
package org.ringway;

import org.jspecify.annotations.NullMarked;
