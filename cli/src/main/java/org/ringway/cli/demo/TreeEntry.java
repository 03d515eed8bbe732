// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/// One file, folder or symbolic link of a tree.
///
/// @param kind which of them
/// @param path below the tree's root, with `/` between names
/// @param size bytes of content, 0 unless a file
/// @param mode permission bits
/// @param target where a link points, else empty
record TreeEntry(Kind kind, String path, long size, int mode, String target) {
    enum Kind { FILE, FOLDER, LINK }

    /// Refuses what would lead out of the tree: the list comes from another partition.
    TreeEntry {
        Path relative = Path.of(path);
        if (path.isEmpty() || relative.isAbsolute() || !relative.normalize().equals(relative)
                || relative.startsWith("..")) {
            throw new IllegalArgumentException("path leads out of the tree: path=" + path);
        }
        if (size < 0 || kind != Kind.FILE && size != 0 || (mode & ~0777) != 0) {
            throw new IllegalArgumentException("impossible entry: path=" + path + " size=" + size
                    + " mode=0" + Integer.toOctalString(mode));
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.ordinal());
        out.writeUTF(path);
        out.writeLong(size);
        out.writeShort(mode);
        out.writeUTF(target);
    }

    static TreeEntry read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new IllegalArgumentException("unknown kind of entry: kind=" + kind);
        }
        return new TreeEntry(Kind.values()[kind], in.readUTF(), in.readLong(),
                in.readUnsignedShort(), in.readUTF());
    }
}
