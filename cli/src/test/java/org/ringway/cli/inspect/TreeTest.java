// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.ringway.cli.Json;
import org.ringway.inspect.InspectTree.Branch;

final class TreeTest {
    private static final Branch TREE = branch("partition", leaf("lost", false),
            branch("root", leaf("link", "JOINED"), leaf("partitionId", 3)),
            branch("channels", branch("c1", leaf("offer", "docs"),
                    branch("signals", leaf("sent", 5)), leaf("open", true))));

    @Test
    void peopleReadFactsOnOneLineAndBranchesBelow() {
        StringWriter text = new StringWriter();
        new TreeText(new PrintWriter(text, true)).printChildren(TREE);

        assertEquals("""
                lost=false
                root: link=JOINED partitionId=3
                channels:
                  c1: offer=docs open=true
                    signals: sent=5
                """.indent(2), text.toString());
    }

    @Test
    void programsReadAnObject() {
        assertEquals("{\"lost\":false,\"root\":{\"link\":\"JOINED\",\"partitionId\":3},"
                + "\"channels\":{\"c1\":{\"offer\":\"docs\",\"signals\":{\"sent\":5},"
                + "\"open\":true}}}",
                Json.text(TreeObject.of(TREE)));
    }
}
