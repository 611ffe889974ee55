// Promises: every bound of the runtime in one place, each with its reason. Units last in the names.
// Must not know: who keeps to them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flow::limits {

// A flow file. Larger ones are no flows a person made; the bounds keep a hostile file from filling the tab's memory.
inline constexpr std::size_t kFileBytes = 64u << 20u;
inline constexpr std::size_t kFileDepth = 64;
inline constexpr std::size_t kNodes = 200'000;
inline constexpr std::size_t kLinks = 400'000;
inline constexpr std::size_t kSourceBytes = 1u << 20u;
inline constexpr std::size_t kTitleCharacters = 1'000;
inline constexpr std::size_t kNameBytes = 64;       // ids are Python identifiers that people read in exported code
inline constexpr std::size_t kPortsPerNode = 256;   // CPython allows more; nobody can see more
inline constexpr std::size_t kPortNameBytes = 256;  // any identifier a person would type
inline constexpr std::size_t kFilesPerFlow = 1'000;
inline constexpr std::size_t kPackagesPerFlow = 200;
inline constexpr std::size_t kAreas = 10'000;          // frames and notes
inline constexpr std::size_t kNoteBytes = 64u << 10u;  // a page of text, not a book: it is laid out on the canvas
inline constexpr std::size_t kBendsPerLink = 100;
inline constexpr double kCanvasUnits = 1e9;  // beyond it a 32-bit float on the screen no longer knows one pixel from the next

// History: what a person would undo. Bounded so that a long session does not grow without end.
inline constexpr std::size_t kHistoryEdits = 10'000;
inline constexpr std::size_t kHistoryBytes = 256u << 20u;  // sources and whole flows that undo holds on to; the last step is always kept

// Messages between page, session and kernel. A page of a table with long cells stays below it; a flood does not.
inline constexpr std::size_t kMessageBytes = 64u << 20u;
inline constexpr std::size_t kMessageDepth = 70;  // a flow's depth and the message around it
inline constexpr std::size_t kInboxMessages = 10'000;

// A node's output as the session keeps it (the kernel keeps to the same limit before it sends).
inline constexpr std::size_t kOutputBytes = 2u << 20u;
inline constexpr std::size_t kDisplaysPerNode = 100;
// What all nodes have printed, together: of more, the oldest is let go. A flow of a thousand nodes must not fill the tab's memory either.
inline constexpr std::size_t kOutputBytesOfAll = 64u << 20u;
inline constexpr std::size_t kTracebackBytes = 64u << 10u;

// The history of runs that a person looks back on. A call takes some hundred bytes.
inline constexpr std::size_t kLoggedRuns = 50;
inline constexpr std::size_t kLoggedCalls = 50'000;

// Printed text that is kept with a result for the next visit. Longer text is counted as dropped there: the value is what a person comes back for.
inline constexpr std::size_t kKeptOutputBytes = 256u << 10u;

// What a person (or a flow) may set a limit to. Printed text of one node stays below a message; a time fits any clock.
inline constexpr double kSettableSeconds = 1e9;
inline constexpr std::int64_t kSettableOutputBytes = 48 << 20;
inline constexpr std::int64_t kSettableDisplays = 10'000;

// What a node shows of its value on the canvas.
inline constexpr std::size_t kGlimpseRows = 5;
inline constexpr std::size_t kGlimpseColumns = 4;
inline constexpr std::size_t kGlimpseTextBytes = 400;
inline constexpr std::size_t kSettingsOnNode = 6;  // more would make a node taller than a laptop's screen; the inspector has all
inline constexpr std::size_t kRowsOnNode = 3;
inline constexpr std::size_t kLinesOnNode = 4;

// Pictures of values as textures. The page makes them 400 x 300 (twice a node, for sharp screens): 48 of them are 31 MB of the GPU's memory, mipmaps included.
inline constexpr std::size_t kThumbnails = 48;
inline constexpr int kThumbnailPixels = 512;

// The atlas of glyphs: 2048 x 2048 pixels of 4 bytes hold some 10,000 glyphs, more than a screen shows in all its sizes.
inline constexpr int kGlyphAtlasPixels = 2'048;

// How long a node may go on after a soft stop before its kernel is replaced.
inline constexpr double kStopGraceMs = 1'500;

// How long the kernel may take in one call's saved values after a stop (64 MiB and the packages that they need) before it is replaced.
inline constexpr double kRestoreGraceMs = 5'000;

// The kernel itself ends a node whose time is up (a sleep looks every half second). Where it does not, the session asks it to, this much later: never both at once, for the
// second would meet the next node, and a busy machine delivers late.
inline constexpr double kTimeoutMarginMs = 3'000;

// Results and outputs of deleted nodes that undo finds again. What a person deletes and then misses is among the latest.
inline constexpr std::size_t kGoneNodes = 100;

// Flows that are open side by side; each has its own history of undo steps.
inline constexpr std::size_t kTabs = 20;

// A setting's value in the sentence that says why a node is stale: a line, not a page.
inline constexpr std::size_t kValueInSentenceBytes = 80;

// How many calls of Python one kernel is given at once, at first and at most: more while it makes all of them, fewer when it gives some back (it makes calls for some 30 ms
// without being asked again). So a slow node has next to nothing behind it, and a message of many quick ones costs each of them little.
inline constexpr std::size_t kFirstCallsAtOnce = 8;
inline constexpr std::size_t kCallsAtOnce = 256;
// Their sources together: what is given back was written for nothing.
inline constexpr std::size_t kSourceBytesAtOnce = 262'144;

// Kernels of one flow, at most: each takes some 60 MB before it has done anything.
inline constexpr std::size_t kKernels = 8;

// A step goes to another kernel than the one that has its values if it took this long the last time, or if that kernel has been busy for this long: moving small values costs about a millisecond.
inline constexpr double kWorthMovingMs = 100;
// The same for opening another kernel, which takes 0.15 to 2 s of a processor.
inline constexpr double kWorthOpeningMs = 500;
// A helper that no run has needed for so long gives its memory back.
inline constexpr double kHelperRestMs = 120'000;

// How many steps that are ready are looked at for a kernel that is free. More could only be steps of a wide flow that are not worth moving.
inline constexpr std::size_t kReadyLookedAt = 64;

}  // namespace flow::limits
