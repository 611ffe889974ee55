// Every bound of the page's side, with its reason.

/// The frame's document is a few kilobytes that are already here: it loads in milliseconds or not at all.
export const kFrameDeadlineMs = 20_000;
/// The boot script speaks before the frame's document has loaded; its message may be some moments behind the event. After that its policy has not let it run.
export const kFrameGraceMs = 3_000;
/// Between two signs of life while Python starts. The longest silent part is the interpreter's own start: 0.6-2 s on a fast machine, 20 s were seen where compilers had the
/// processors for themselves. A refused compilation is noticed at once, so this is the last resort.
export const kBootSilenceMs = 120_000;
/// Between two looks whether the kernel's process still lives; only while something is expected from it.
export const kProbeIntervalMs = 5_000;

/// Looks in a row without an answer before a kernel counts as dead. A frame is never busy with Python, so it answers in milliseconds; several, because a page that
/// wakes from sleep runs its timer before it reads its messages.
export const kProbeMisses = 6;
/// Before the first new kernel after a loss that nobody asked for; each further loss within the window doubles it.
export const kRestartDelayMs = 1_000;
/// Losses that nobody asked for within the window after which no further kernel is started by itself: something kills each of them.
export const kLosses = 5;
export const kLossWindowMs = 120_000;
/// Bytes beside messages that nobody has taken yet: pictures of a few previews. The oldest are dropped beyond it.
export const kBufferBytes = 256 * 1024 * 1024;
export const kBufferCount = 1_000;
/// What nodes have computed, kept beyond their kernel's end: what fits beside a kernel of several hundred megabytes on a small machine (config.json: saved_values_bytes).
export const kSavedBytes = 256 * 1024 * 1024;
/// Their number: a hundred bytes of the page's memory each, besides what they hold.
export const kSavedCount = 50_000;
/// Before the session hears of it: a run of small nodes saves hundreds in that time.
export const kSavedTellMs = 200;
/// Results of all flows on the disk, for the next visit (config.json: kept_results_bytes).
export const kResultsBytes = 512 * 1024 * 1024;
/// Results of one flow: each is a kilobyte that the editor reads when the flow is opened.
export const kKeptResultsCount = 20_000;
/// After the last result and before they are written; and at least this often while a run goes on.
export const kResultsDelayMs = 500;
export const kResultsLongestMs = 3_000;
/// A segment is about this large, or as large as the one value in it.
export const kSegmentBytes = 32 * 1024 * 1024;
/// More segments of one flow than this are written anew as a few: each is a file to open at the next visit.
export const kSegments = 64;
/// What a segment says of its results. 20,000 of them have 20 MB.
export const kSegmentHeadBytes = 256 * 1024 * 1024;
/// Messages for a kernel that is still starting.
export const kWaitingMessages = 10_000;
/// Damaged messages of one kernel before it is given up: one may be an accident of Python code that got hold of the port, many are an attack or a defect.
export const kDamagedMessages = 20;
/// One file of a flow. Python reads it into its memory of at most 4 GiB.
export const kFileBytes = 1024 * 1024 * 1024;
/// Files up to this size travel inside the flow's text: a small table; larger ones would make every save and every undo step heavy.
export const kEmbeddedFileBytes = 64 * 1024;
/// Answers that the page waits for at the same time; more means that somebody calls in a loop without waiting.
export const kOpenCalls = 10_000;
/// HTML that the sandboxed view is given at once.
export const kHtmlCharacters = 4 * 1024 * 1024;
/// The view answers after sanitising; megabytes of HTML take seconds.
export const kViewDeadlineMs = 20_000;
/// All wheels of one request from another host.
export const kPackageBytes = 512 * 1024 * 1024;
/// A whole download from another host without a single byte in this time has failed.
export const kDownloadSilenceMs = 30_000;
/// And it has failed after this time, however steadily it drips.
export const kDownloadLimitMs = 30 * 60_000;
/// What a flow's Python may ask other hosts for: one answer (Python holds it in its memory, with copies), one body sent, one request's whole time.
export const kNetworkAnswerBytes = 256 * 1024 * 1024;
export const kNetworkBodyBytes = 64 * 1024 * 1024;
export const kNetworkLimitMs = 10 * 60_000;
/// Requests of one run, and of one kernel at the same time; a loop that asks without end is a mistake, and a burden to whoever is asked.
export const kNetworkRequestsPerRun = 10_000;
export const kNetworkRequestsAtOnce = 64;
/// An address and all headers of a request together: servers refuse more than a few kilobytes.
export const kNetworkAddressCharacters = 16 * 1024;
export const kNetworkHeaderCharacters = 64 * 1024;
/// The rules a flow may bring, the patterns a person may allow, and the lines of the log that are kept.
export const kNetworkRules = 200;
export const kNetworkPatterns = 200;
export const kNetworkLogLines = 500;
/// The records of tabs that were closed this long ago are forgotten, with the files that only they named.
export const kOldTabMs = 30 * 24 * 60 * 60 * 1000;
/// Flows over which another one was opened, unsaved: so many are kept.
export const kEarlierFlows = 10;
/// Between two versions of a flow that are kept by themselves.
export const kVersionEveryMs = 5 * 60_000;
/// Versions of all flows together, and their texts: as much as a browser gives without asking, many times over. The oldest ones without a name go first.
export const kVersionsKept = 500;
export const kVersionsCharacters = 64 * 1024 * 1024;
/// A version's name is a line of a list.
export const kVersionNameCharacters = 200;
/// After the last change and before the flow is written to the browser's database.
export const kAutosaveDelayMs = 300;
/// While somebody edits without a pause, the flow is written at least this often: with the pause before typed text is sent, a tab that is killed loses about a second.
export const kAutosaveLongestMs = 500;
/// Of a flow of many thousand nodes that takes a while: it may have one part of so many of the time.
export const kAutosaveShare = 10;
/// How many times it is put off while the person moves something: some seconds, as a hand may rest on a mouse for ever.
export const kAutosaveWaits = 20;
/// A flow's text that is kept or opened (the flow file's own bound).
export const kFlowCharacters = 64 * 1024 * 1024;
/// A service worker of a few kilobytes is there in a fraction of a second; a page that waits for it shows nothing yet.
export const kWorkerStartMs = 10_000;
/// A kernel without work this long leaves the processor to the one that makes a snapshot of Python's memory.
export const kSnapshotIdleMs = 2_000;
/// A start in the background that takes longer is given up; the next visit tries again.
export const kSnapshotDeadlineMs = 120_000;
/// Packed. One of today's Python with its usual modules has 14 MB.
export const kSnapshotBytes = 256 * 1024 * 1024;
/// Snapshots that lie there at the same time: this build's and those of other versions under the same origin.
export const kSnapshotsKept = 3;
/// Lines of the journal: what happened in the last minutes, short enough to be read and copied.
export const kJournalLines = 60;
/// A flow with its results inside: the file, and everything in it unpacked. What an embedding page still loads in some seconds; larger data belongs beside the flow.
export const kArchiveBytes = 64 * 1024 * 1024;
/// One entry of it: the flow, the list of results, a preview or a picture.
export const kArchiveEntryBytes = 16 * 1024 * 1024;
/// Some 2,000 nodes with a look each; a list of a million names would only be an attack.
export const kArchiveEntries = 4_096;
/// Rows of a table that are saved to be looked at.
export const kArchivedRows = 200;
/// What the session is told of one result: some hundred characters an output, which the canvas reads with every change.
export const kArchivedOutputsCharacters = 64 * 1024;
/// And what it printed (runtime/base/limits.h: kKeptOutputBytes).
export const kArchivedPrintedCharacters = 256 * 1024;
/// The files and wheels in a packed flow: the page holds them in its memory once while it packs or unpacks them.
export const kPackBytes = 512 * 1024 * 1024;
/// Flows with results that undo finds again with them.
export const kArchivesKept = 4;
/// How long a link may be: a short chat message (Discord's are 2,000 characters), a mail or another chat, an address in every browser (Safari's limit), in the widest of them (Firefox's, Chromium has twice that).
export const kLinkEverywhere = 2_000;
export const kLinkBroad = 16_000;
export const kLinkMost = 80_000;
export const kLinkWidest = 1_048_576;
/// Rounds of PBKDF2-SHA256 between a link's passphrase and its key: half a second for whoever knows the passphrase, and for each guess of whoever does not. Part of the scheme `e1:`.
export const kLinkKeyRounds = 600_000;
/// After Python is there and while nothing runs: then what keeps the site for the time without a network begins.
export const kOfflineQuietMs = 3_000;
/// The service worker answers when a whole build is here: tens of megabytes over a slow line.
export const kWorkerAnswerMs = 10 * 60_000;
/// A page that stays open for days looks so often whether the site has a newer version.
export const kUpdateLookMs = 60 * 60_000;
