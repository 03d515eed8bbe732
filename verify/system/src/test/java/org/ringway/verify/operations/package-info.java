// SPDX-License-Identifier: Apache-2.0

/// The files in `ops` and what `docs/operations.md` says, held against the programs.
@NullMarked
package org.ringway.verify.operations;

import org.jspecify.annotations.NullMarked;
