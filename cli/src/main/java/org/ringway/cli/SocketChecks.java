// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.nio.file.Files;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.platform.Platform;

/// Whether a root can listen at a place, and whether one does.
final class SocketChecks {
    private SocketChecks() {}

    static Diagnosis address(SocketPlace place) {
        String found = place.path() + " (" + place.chosenBy() + ")";
        return place.isAddress()
                ? new Diagnosis("socket", Verdict.GOOD, found, "")
                : new Diagnosis("socket", Verdict.BAD, found + " bytes=" + place.pathBytes()
                        + " most=" + SocketPlace.MAX_PATH_BYTES,
                        "name a shorter path with --socket");
    }

    static Diagnosis folder(SocketPlace place) {
        if (Files.isWritable(place.folder())) {
            return new Diagnosis("folder", Verdict.GOOD, place.folder() + " is writable", "");
        }
        if (Files.isDirectory(place.folder())) {
            return new Diagnosis("folder", Verdict.GOOD, place.folder()
                    + " is not writable for you: you can join a root here, not be one", "");
        }
        if (place.folderIsOurs() && Files.isWritable(place.folder().getParent())) {
            return new Diagnosis("folder", Verdict.GOOD,
                    place.folder() + " is missing; a root creates it", "");
        }
        return new Diagnosis("folder", Verdict.POOR, place.folder() + " is missing",
                "mkdir -p '" + place.folder() + "'");
    }

    /// Says whether a root answers; asks for a place that is an address.
    static Diagnosis root(Platform platform, SocketPlace place) {
        try (ControlLink link = platform.connect(place.path())) {
            return new Diagnosis("root", Verdict.GOOD, "listens, pid=" + link.peer().pid(), "");
        } catch (PlatformException refused) {
            return new Diagnosis("root", Verdict.POOR, refused.getMessage(),
                    "ringway root" + (place.isGiven() ? " --socket '" + place.path() + "'" : ""));
        }
    }
}
