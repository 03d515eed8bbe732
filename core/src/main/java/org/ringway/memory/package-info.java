// SPDX-License-Identifier: Apache-2.0

/// What may be shared, and by whom: page ranges, GPADLs, address spaces, and the count of those who
/// look.
@NullMarked
package org.ringway.memory;

import org.jspecify.annotations.NullMarked;
