#include "server/respond.h"

#include <algorithm>
#include <optional>

#include "server/cache_policy.h"
#include "server/limits.h"
#include "server/media_type.h"
#include "server/negotiation.h"
#include "server/resolve_path.h"

namespace flow::server {
namespace {

/// What a person reads who follows a wrong address. No script, no style: it has to work under the page's own policy.
std::string error_page(int status) {
    const auto title = std::to_string(status) + " " + std::string(reason_of(status));
    const std::string_view sentence = status == 301   ? "This address ends with a slash."
                                      : status == 404 ? "There is nothing at this address."
                                      : status == 405 ? "This server only answers GET and HEAD."
                                                      : "This request could not be answered.";
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title></head>\n<body><h1>" + title + "</h1><p>" +
           std::string(sentence) + " <a href=\"/\">PythonFlows</a></p></body></html>\n";
}

Response text_response(int status, std::string_view type, std::string text) {
    Response response;
    response.status = status;
    response.set("Content-Type", std::string(type));
    response.body.length = text.size();
    response.body.text = std::move(text);
    return response;
}

Response error_response(int status) {
    auto response = text_response(status, media_type_of("error.html"), error_page(status));
    response.set("Cache-Control", std::string(kNotCached));
    return response;
}

/// FNV-1a: the tag of a text that only this server writes, where nobody gains from a collision.
std::string content_tag(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return "\"" + std::to_string(hash) + "\"";
}

bool is_host(std::string_view host) {
    return !host.empty() && host.find_first_of("/\\@?#,<>\"{}|^` \t") == host.npos &&
           std::all_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f; });
}

/// The status of a request that is refused whatever it asks for; nothing for one that can be answered.
/// A connection on which the end of a request is unclear must not be used again: what follows might be taken for another request.
std::optional<int> refused_status(const Request& request) {
    if (request.version != 10 && request.version != 11) return 505;
    if (request.fields.size() > limits::kMaxFields) return 431;
    const auto hosts = request.count("Host");
    if (hosts > 1 || (hosts == 0 && request.version == 11)) return 400;
    if (hosts == 1 && !is_host(request.field("Host"))) return 400;
    return std::nullopt;
}

bool has_body(const Request& request) {
    if (request.count("Transfer-Encoding") > 0 || request.count("Content-Length") > 1) return true;
    return request.count("Content-Length") == 1 && request.field("Content-Length") != "0";
}

/// Compressors copy the time of the file that they read, some to the second only, and some file systems know even seconds only.
constexpr std::int64_t kStampSlackNs = 2'000'000'000;

/// One of the forms in which a file lies in the site.
struct Representation {
    std::shared_ptr<const File> file;
    /// Empty for the plain form.
    std::string_view encoding;
    /// There are other forms: caches have to look at Accept-Encoding.
    bool varies = false;
};

/// The best form that the request would take. A compressed file that is older than the plain one was left over from another build.
Representation chosen_form(const Request& request, const Files& files, const std::string& path, std::shared_ptr<const File> plain) {
    const auto wishes = encoding_wishes(request.field("Accept-Encoding"));
    Representation best{plain, "", false};
    int best_wish = wishes.identity;
    struct Coding {
        std::string_view name, suffix;
        int wish;
    };
    for (const Coding& coding : {Coding{"gzip", ".gz", wishes.gzip}, Coding{"br", ".br", wishes.br}}) {
        auto found = files.find(path + std::string(coding.suffix));
        if (found.kind != Found::Kind::kFile || found.file->modified_ns() < plain->modified_ns() - kStampSlackNs) continue;
        best.varies = true;
        if (coding.wish == 0 || coding.wish < best_wish) continue;
        best.file = std::move(found.file);
        best.encoding = coding.name;
        best_wish = coding.wish;
    }
    // Parts are counted in the plain form, which is what those who ask for parts mean.
    if (!request.field("Range").empty()) return {plain, "", best.varies};
    return best;
}

std::string tag_of(const Representation& form) { return "\"" + form.file->tag() + (form.encoding.empty() ? "" : "-") + std::string(form.encoding) + "\""; }

/// The part of the file that is asked for, or the whole; 416 when there is no such part.
void take_range(Response& response, const Request& request, std::string_view tag) {
    const auto range = request.field("Range");
    const auto if_range = request.field("If-Range");
    // Dates are never matched: a second is too long for a file to be the same.
    if (range.empty() || request.count("Range") > 1 || (!if_range.empty() && if_range != tag)) return;
    const auto size = response.body.length;
    const auto wish = range_wish(range, size);
    if (wish.kind == RangeWish::Kind::kWhole) return;
    if (wish.kind == RangeWish::Kind::kOutside) {
        response = error_response(416);
        response.set("Content-Range", "bytes */" + std::to_string(size));
        return;
    }
    response.status = 206;
    response.body.offset = wish.part.offset;
    response.body.length = wish.part.length;
    const auto last = wish.part.offset + wish.part.length - 1;
    response.set("Content-Range", "bytes " + std::to_string(wish.part.offset) + "-" + std::to_string(last) + "/" + std::to_string(size));
}

Response file_response(const Request& request, const Site& site, const std::string& path, std::shared_ptr<const File> file) {
    const auto form = chosen_form(request, site.files, path, std::move(file));
    const auto tag = tag_of(form);
    Response response;
    response.set("Cache-Control", std::string(cache_control_of(path)));
    response.set("ETag", tag);
    if (form.varies) response.set("Vary", "Accept-Encoding");
    if (names_tag(request.field("If-None-Match"), tag)) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", std::string(media_type_of(path)));
    if (form.encoding.empty()) {
        response.set("Accept-Ranges", "bytes");
    } else {
        response.set("Content-Encoding", std::string(form.encoding));
    }
    response.body.file = form.file;
    response.body.length = form.file->size();
    if (form.encoding.empty()) take_range(response, request, tag);
    return response;
}

Response config_response(const Request& request, const Site& site) {
    const auto tag = content_tag(site.config_json);
    const bool is_known = names_tag(request.field("If-None-Match"), tag);
    auto response = is_known ? Response{} : text_response(200, media_type_of("config.json"), site.config_json);
    if (is_known) response.status = 304;
    response.set("Cache-Control", std::string(kRevalidated));
    response.set("ETag", tag);
    return response;
}

Response folder_redirect(const SitePath& path) {
    auto response = error_response(301);
    response.set("Location", folder_address(path));
    response.set("Cache-Control", std::string(kRevalidated));
    return response;
}

/// What lies at the path. `served` becomes the path of the file that is answered with, by which the policy is chosen.
Response path_response(const Request& request, const Site& site, const SitePath& path, std::string& served) {
    if (path.path == "config.json" && !path.is_folder) return config_response(request, site);
    const auto found = site.files.find(path.path);
    if (found.kind == Found::Kind::kFile && !path.is_folder) {
        served = path.path;
        return file_response(request, site, path.path, found.file);
    }
    if (found.kind != Found::Kind::kFolder) return error_response(404);

    auto index_path = path.path.empty() ? std::string("index.html") : path.path + "/index.html";
    const auto index = site.files.find(index_path);
    if (index.kind != Found::Kind::kFile) return error_response(404);
    if (!path.is_folder) return folder_redirect(path);
    served = std::move(index_path);
    return file_response(request, site, served, index.file);
}

int status_of(PathRefusal refusal) {
    switch (refusal) {
        case PathRefusal::kMalformed: return 400;
        case PathRefusal::kTooLong: return 414;
        case PathRefusal::kNotServed: break;
    }
    return 404;
}

/// The origin of the request, if it may read what is served.
std::string_view allowed_origin(const Request& request, const Site& site) {
    const auto origin = request.field("Origin");
    const auto is_same = [&](const std::string& allowed) { return same_ignoring_case(allowed, origin); };
    return std::any_of(site.allowed_origins.begin(), site.allowed_origins.end(), is_same) ? origin : std::string_view{};
}

/// What every response carries, errors too.
void add_common_fields(Response& response, const Site& site, std::string_view served, std::string_view origin) {
    for (const Field& field : site.security.of(served)) response.set(field.name, field.value);
    if (!site.allowed_origins.empty()) {
        const auto vary = std::string(response.field("Vary"));
        response.set("Vary", vary.empty() ? "Origin" : vary + ", Origin");
    }
    if (!origin.empty()) response.set("Access-Control-Allow-Origin", std::string(origin));
    for (const Field& field : site.extra_fields) response.set(field.name, field.value);
}

}  // namespace

Response respond(const Request& request, const Site& site) {
    const bool is_head = request.method == "HEAD";
    std::string served;
    Response response;
    const auto path = resolve_path(request.target);
    if (const auto status = refused_status(request)) {
        response = error_response(*status);
        response.closes = true;
    } else if (request.method != "GET" && !is_head) {
        response = error_response(405);
        response.set("Allow", "GET, HEAD");
    } else if (!path) {
        response = error_response(status_of(path.error()));
    } else if (has_body(request)) {
        response = error_response(400);
    } else {
        response = path_response(request, site, *path, served);
    }
    if (has_body(request)) response.closes = true;
    if (is_head || response.status == 304) response.sends_body = false;
    add_common_fields(response, site, served, allowed_origin(request, site));
    return response;
}

Response refusal(int status, const Site& site) {
    auto response = error_response(status);
    response.closes = true;
    add_common_fields(response, site, "", "");
    return response;
}

}  // namespace flow::server
