// SPDX-License-Identifier: Apache-2.0
package org.ringway.inspect;

/// What a piece of a tree is; its place is the number on the wire.
enum Kind { BRANCH, NUMBER, TEXT, NO, YES }
