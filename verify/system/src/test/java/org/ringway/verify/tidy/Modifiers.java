// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import javax.lang.model.element.Modifier;

/// What stands before a declaration.
final class Modifiers {
    private Modifiers() {}

    static boolean has(Tree declaration, Modifier modifier) {
        return of(declaration).getFlags().contains(modifier);
    }

    static boolean isAnnotated(Tree declaration, String annotation) {
        return of(declaration).getAnnotations().stream()
                .anyMatch(each -> each.getAnnotationType().toString().equals(annotation));
    }

    private static ModifiersTree of(Tree declaration) {
        return switch (declaration) {
            case ClassTree type -> type.getModifiers();
            case MethodTree method -> method.getModifiers();
            case VariableTree variable -> variable.getModifiers();
            default -> throw new IllegalArgumentException(
                    "not a declaration: kind=" + declaration.getKind());
        };
    }
}
