// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;

/// A tree as indented lines: a branch with its facts on each, its branches below.
final class TreeText {
    private static final String INDENT = "  ";

    private final PrintWriter out;

    TreeText(PrintWriter out) {
        this.out = out;
    }

    /// Prints what a branch has, below a line of the caller's.
    void printChildren(Branch tree) {
        tree.children().forEach(child -> print(child, INDENT));
    }

    private void print(InspectTree tree, String indent) {
        switch (tree) {
            case Leaf leaf -> out.println(indent + fact(leaf));
            case Branch branch -> {
                String facts = branch.children().stream()
                        .filter(Leaf.class::isInstance)
                        .map(child -> " " + fact((Leaf) child))
                        .collect(Collectors.joining());
                out.println(indent + branch.name() + ":" + facts);
                branch.children().stream()
                        .filter(Branch.class::isInstance)
                        .forEach(child -> print(child, indent + INDENT));
            }
        }
    }

    private static String fact(Leaf leaf) {
        return leaf.name() + "=" + leaf.value();
    }
}
