// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

/// Who of those who can reach the root's socket may join.
///
/// @param label names the rule in denials
/// @param people who may
public record JoinRule(String label, People people) {
    /// The permissions of the socket decide alone.
    public static final JoinRule EVERYBODY = new JoinRule("default", People.EVERYBODY);
}
