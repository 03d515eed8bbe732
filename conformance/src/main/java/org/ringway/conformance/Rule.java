// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance;

/// One rule that an implementation keeps or breaks.
///
/// @param id as in `docs/contract.md`, such as `M5`, or in `docs/conformance.md`
/// @param promise what is expected, in a sentence without a full stop
public record Rule(String id, String promise) {}
