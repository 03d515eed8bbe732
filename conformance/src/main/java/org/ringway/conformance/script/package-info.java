// SPDX-License-Identifier: Apache-2.0

/// What every script needs: a link spoken by hand, patience with an end, and the verdicts.
@NullMarked
package org.ringway.conformance.script;

import org.jspecify.annotations.NullMarked;
