// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Has the compiler parse texts; it resolves no name and generates nothing.
final class SourceParser {
    private SourceParser() {}

    static List<Source> parse(Map<String, String> texts) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<Text> files = texts.entrySet().stream()
                .map(entry -> new Text(entry.getKey(), entry.getValue()))
                .toList();
        if (files.isEmpty()) {
            return List.of();
        }
        JavacTask task = (JavacTask) compiler.getTask(null, null, problems, null, null, files);
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String path = unit.getSourceFile().toUri().getPath().substring(1);
                sources.add(new Source(path, texts.get(path), unit, DocTrees.instance(task)));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (!problems.getDiagnostics().isEmpty()) {
            throw new IllegalArgumentException("does not parse: " + problems.getDiagnostics());
        }
        return sources;
    }

    /// A file in memory.
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("text:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
