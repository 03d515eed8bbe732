// SPDX-License-Identifier: Apache-2.0

/// `ringway.toml`: what a root allows to whom, as its administrator writes it. The only package
/// that knows the parser.
@NullMarked
package org.ringway.cli.policy;

import org.jspecify.annotations.NullMarked;
