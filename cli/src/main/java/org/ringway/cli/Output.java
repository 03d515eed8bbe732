// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;

/// A writer that remembers whether anything was said, so that a failure is never a second object on
/// standard output.
final class Output extends FilterWriter {
    private boolean used;

    Output(PrintStream stream) {
        super(new OutputStreamWriter(stream, stream.charset()));
    }

    boolean used() {
        return used;
    }

    @Override
    public void write(int character) throws IOException {
        used = true;
        super.write(character);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        used = true;
        super.write(characters, offset, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        used = true;
        super.write(text, offset, length);
    }
}
