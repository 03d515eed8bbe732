// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;

/// A tree as an object for programs.
final class TreeObject {
    private TreeObject() {}

    /// {@return an object for a branch, else the fact}
    static Object of(InspectTree tree) {
        return switch (tree) {
            case Leaf(_, var value) -> value;
            case Branch(_, var children) -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                children.forEach(child -> members.put(child.name(), of(child)));
                yield members;
            }
        };
    }
}
