// Promises: puts the app onto a canvas: context, input, glyphs and frames come together here and nowhere else.
// Must not know: messages.
#pragma once

#include <cstdint>
#include <string>

namespace flow::wasm {

class App;

/// Makes the WebGL2 context on the canvas that `selector` finds, listens to its input, and draws from now on whenever something changed.
void start_drawing(App& app, const std::string& selector);

/// Shows a picture (RGBA, 4 bytes a pixel) on the node of that name as long as its value is the one of `key`.
void show_thumbnail(App& app, const std::string& node, const std::string& key, int width, int height, const std::string& pixels);

/// How many frames have been drawn since the start; tests see by it that nothing is drawn when nothing changes.
double frames_drawn();

}  // namespace flow::wasm
