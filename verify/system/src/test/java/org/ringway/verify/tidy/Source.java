// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Java file and what the parser made of it.
final class Source {
    private final String path;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final DocTrees docs;
    private final Map<Tree, TreePath> paths = new IdentityHashMap<>();
    private final List<Tree> inOrder = new ArrayList<>();

    Source(String path, String text, CompilationUnitTree unit, DocTrees docs) {
        this.path = path;
        this.lines = text.lines().toList();
        this.unit = unit;
        this.docs = docs;
        new Walk().scan(unit, null);
    }

    String path() {
        return path;
    }

    List<String> lines() {
        return lines;
    }

    CompilationUnitTree unit() {
        return unit;
    }

    /// {@return the file's package, or its module, if it declares one}
    String home() {
        if (unit.getModule() != null) {
            return unit.getModule().getName().toString();
        }
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    boolean isMain() {
        return path.contains("src/main/java/");
    }

    boolean isTest() {
        return path.contains("src/test/java/");
    }

    /// {@return everything of one kind, in the order of the text}
    <T extends Tree> Stream<T> all(Class<T> kind) {
        return inOrder.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// {@return what stands directly around a tree, null for the file}
    @Nullable Tree parent(Tree tree) {
        TreePath around = paths.get(tree).getParentPath();
        return around == null ? null : around.getLeaf();
    }

    /// {@return the method or type around a tree, null for what stands in the file itself}
    <T extends Tree> @Nullable T around(Tree tree, Class<T> kind) {
        for (Tree at = parent(tree); at != null; at = parent(at)) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }

    /// {@return the text of the comment for readers of the API, null if there is none}
    @Nullable String doc(Tree tree) {
        return docs.getDocComment(paths.get(tree));
    }

    long firstLine(Tree tree) {
        return lineAt(docs.getSourcePositions().getStartPosition(unit, tree));
    }

    long lastLine(Tree tree) {
        return lineAt(docs.getSourcePositions().getEndPosition(unit, tree));
    }

    private long lineAt(long position) {
        return position < 0 ? 1 : unit.getLineMap().getLineNumber(position);
    }

    Finding finding(Tree tree, String what) {
        return new Finding(path, firstLine(tree), what);
    }

    /// {@return what a tree is called in a message}
    static String name(Tree tree) {
        return switch (tree) {
            case ClassTree type -> "name=" + type.getSimpleName();
            case MethodTree method -> "name=" + method.getName();
            case MemberSelectTree select -> "name=" + select;
            default -> "text=" + tree;
        };
    }

    private final class Walk extends TreeScanner<@Nullable Void, @Nullable TreePath> {
        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable TreePath around) {
            if (tree != null) {
                TreePath here = around == null
                        ? new TreePath(unit) : new TreePath(around, tree);
                paths.put(tree, here);
                inOrder.add(tree);
                super.scan(tree, here);
            }
            return null;
        }
    }
}
