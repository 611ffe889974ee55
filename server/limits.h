// Promises: every bound of the server in one place, with its reason.
// The core's bounds are in runtime/base/limits.h; the server shares no code with the core.
#pragma once

#include <chrono>
#include <cstddef>

namespace flow::server::limits {

/// Request line and header fields together. Browsers send under 2 KiB to a site without cookies; proxies refuse at 8 to 16 KiB.
inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;
/// The address in the request line. A flow packed into a link stays in the fragment, which is never sent.
inline constexpr std::size_t kMaxTargetBytes = 8 * 1024;
/// Fields of one request. Browsers send about 15.
inline constexpr std::size_t kMaxFields = 100;
/// Name of one file or folder: what file systems allow.
inline constexpr std::size_t kMaxNameBytes = 255;
/// Ranges, tags and encodings listed in one field; whatever comes after is not looked at.
inline constexpr std::size_t kMaxListItems = 64;
/// What is read from a file and sent at a time: large enough that calls do not matter, small enough for many readers.
inline constexpr std::size_t kChunkBytes = 64 * 1024;
/// Connections at a time. Each takes up to two descriptors (socket and file), and the usual allowance of a process is 1,024.
inline constexpr std::size_t kMaxConnections = 400;
/// What is read and thrown away after a refusal, so that the answer is not lost with the connection.
inline constexpr std::size_t kMaxDrainBytes = 256 * 1024;

/// From the first byte of a request to the end of its head, however busily it drips.
inline constexpr std::chrono::milliseconds kHeaderTimeout{10'000};
/// Without any byte: a connection kept for the next request.
inline constexpr std::chrono::milliseconds kIdleTimeout{30'000};
/// For one chunk to be taken by the reader, so at least 2 KiB a second.
inline constexpr std::chrono::milliseconds kSendTimeout{30'000};
/// For what is in flight when the server is asked to end.
inline constexpr std::chrono::milliseconds kShutdownTimeout{10'000};
/// For the other side to close after our last answer.
inline constexpr std::chrono::milliseconds kDrainTimeout{1'000};
/// Before accepting again after the system had no descriptor left.
inline constexpr std::chrono::milliseconds kAcceptRetry{100};

}  // namespace flow::server::limits
