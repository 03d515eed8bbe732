// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `docs/kmcl.md` misses nothing of KMCL's public header.
final class KmclTest {
    private static final List<String> FUNCTIONS = names("VmbChannel", """
            Allocate Cleanup CreateGpadlFromBuffer CreateGpadlFromMdl DeleteGpadl Disable Enable
            GetInterfaceInstance GetMmioSpace GetPointer InitSetClientContextSize InitSetFlags
            InitSetFriendlyName InitSetMaximumExternalData InitSetMaximumPacketSize
            InitSetProcessPacketCallbacks InitSetStateChangeCallbacks MapGpadl PacketComplete
            PacketDeferToPassive PacketFail PacketGetExternalData Pause RestoreFromBuffer
            SaveBegin SaveContinue SaveEnd SendSynchronousRequest SetIncomingProcessingAtPassive
            SetInterruptLatency SetPointer SetTransactionQuota SizeofPacket Start UnmapGpadl""");
    private static final List<String> PACKETS = names("VmbPacket", """
            Allocate Free GetChannel GetPointer Initialize Restore Send SendWithExternalMdl
            SendWithExternalPfns SetCompletionRoutine SetPointer""");
    private static final List<String> SIDES = names("Vmb", """
            ClientChannelInitSetRingBufferPageCount ClientChannelInitSetTargetPnp
            ConvertVmbusHandleToKernelHandle ServerChannelInitSetFlags
            ServerChannelInitSetMmioMegabytes ServerChannelInitSetSaveRestorePacketCallbacks
            ServerChannelInitSetTargetInterfaceId ServerChannelInitSetTargetVtl
            ServerChannelInitSetVmbusHandle""");
    private static final List<String> CALLBACKS = names("EVT_VMB_", """
            CHANNEL_CLOSED CHANNEL_OPENED CHANNEL_PNP_FAILURE CHANNEL_POST_STARTED
            CHANNEL_PROCESS_PACKET CHANNEL_PROCESSING_COMPLETE CHANNEL_RESTORE_PACKET
            CHANNEL_SAVE_PACKET CHANNEL_STARTED CHANNEL_SUSPEND PACKET_COMPLETION_ROUTINE""");
    private static final List<String> STRUCTURES = List.of(
            "VMB_CHANNEL_STATE_CHANGE_CALLBACKS", "VMB_CHANNEL_STATE_CHANGE_CALLBACKS_INIT");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(V\\w+|EVT_\\w+)` \\| (.*) \\| (.*?) ?\\|$");

    private static List<String> names(String prefix, String rest) {
        return Arrays.stream(rest.split("\\s+")).map(prefix::concat).toList();
    }

    private static List<MatchResult> rows() {
        String text = Document.read(Document.HOME.resolve("docs/kmcl.md"));
        return ROW.matcher(text).results().toList();
    }

    @Test
    @DisplayName("every function, callback and structure has one row")
    void everyNameHasOneRow() {
        List<String> expected = Stream.of(FUNCTIONS, PACKETS, SIDES, CALLBACKS, STRUCTURES)
                .flatMap(List::stream).sorted().toList();
        assertEquals(expected, rows().stream().map(row -> row.group(1)).sorted().toList());
    }

    @Test
    @DisplayName("what is not offered says why")
    void whatIsNotOfferedSaysWhy() {
        List<MatchResult> refused =
                rows().stream().filter(row -> row.group(2).equals("not offered")).toList();
        assertTrue(refused.size() > 5, () -> "rows: " + refused.size());
        assertEquals(List.of(), refused.stream().filter(row -> row.group(3).isEmpty())
                .map(row -> row.group(1)).toList());
    }
}
