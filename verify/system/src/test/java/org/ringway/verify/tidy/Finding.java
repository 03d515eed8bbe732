// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

/// One place that breaks a rule.
///
/// @param path of the file, from the top of the tree
/// @param line counted from 1
/// @param what is there, with its name and numbers
record Finding(String path, long line, String what) {
    @Override
    public String toString() {
        return path + ":" + line + ": " + what;
    }
}
