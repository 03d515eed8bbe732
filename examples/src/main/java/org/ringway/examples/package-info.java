// SPDX-License-Identifier: Apache-2.0

/// One idea each, in a file to copy from.
@NullMarked
package org.ringway.examples;

import org.jspecify.annotations.NullMarked;
