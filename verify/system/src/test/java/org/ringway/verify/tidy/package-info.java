// SPDX-License-Identifier: Apache-2.0

/// The house rules, as an ordinary test: [TidyTest] reads every file of the tree with the
/// compiler's own parser and says of each breach what it is, why it matters and what to do instead.
///
/// A rule is a [Rule]; the files of rules are named after what they look at. To add one, write it
/// there and show in `TidyRulesTest` a text that keeps it and a text that breaks it.
@NullMarked
package org.ringway.verify.tidy;

import org.jspecify.annotations.NullMarked;
