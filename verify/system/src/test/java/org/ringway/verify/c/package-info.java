// SPDX-License-Identifier: Apache-2.0
/// The side in C, in the folder `c`, and the one in Java: they meet in bytes and nowhere else.
@NullMarked
package org.ringway.verify.c;

import org.jspecify.annotations.NullMarked;
