// Promises: pictures of values as textures, bounded in number and size; the least recently given goes first.
// Must not know: what a picture shows, nodes' names.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "imgui.h"
#include "runtime/base/ids.h"
#include "runtime/base/result.h"

namespace flow::wasm {

class Thumbnails {
public:
    struct Picture {
        NodeId node;
        std::string value_key;
        int width = 0;
        int height = 0;
        std::uint32_t texture = 0;
        std::vector<unsigned char> pixels;  ///< kept for a context that is lost

        ImTextureRef reference() const { return ImTextureRef(static_cast<ImTextureID>(texture)); }
    };

    /// `pixels`: width * height * 4 bytes. Refused if it is larger than limits allow or the bytes are too few. The newest picture of a node replaces its older one.
    Result<const Picture*> add(NodeId node, std::string_view value_key, int width, int height, std::string_view pixels, bool can_draw);
    /// The node whose picture had to go for the latest one, if any.
    std::optional<NodeId> take_dropped() { return std::exchange(dropped_, std::nullopt); }
    /// After the context came back: makes all textures anew.
    void restore();
    const std::list<Picture>& all() const { return pictures_; }

private:
    std::list<Picture> pictures_;  ///< the newest first
    std::optional<NodeId> dropped_;
};

}  // namespace flow::wasm
