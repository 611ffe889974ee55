// Promises: the answer to a request, decided without any socket: respond() looks at the files of the site and at nothing else.
// Must not know: connections, clocks, the command line.
#pragma once

#include <string>
#include <vector>

#include "server/files.h"
#include "server/message.h"
#include "server/security_headers.h"

namespace flow::server {

/// What is served, and how.
struct Site {
    /// Outlives every response.
    const Files& files;
    SecurityHeaders security;
    /// The text of /config.json: what the environment tells the page.
    std::string config_json;
    /// Origins that may read what is served (CORS), as browsers write them.
    std::vector<std::string> allowed_origins;
    /// Added last to every response, in place of fields of the same name.
    std::vector<Field> extra_fields;
};

/// The response to a request.
Response respond(const Request& request, const Site& site);

/// The response to something that could not be read as a request, or not in time; the connection ends with it.
Response refusal(int status, const Site& site);

}  // namespace flow::server
