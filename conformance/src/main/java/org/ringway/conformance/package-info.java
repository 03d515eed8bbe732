// SPDX-License-Identifier: Apache-2.0

/// The rules of the bus, and who tries whether another implementation keeps them.
@NullMarked
package org.ringway.conformance;

import org.jspecify.annotations.NullMarked;
